using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Topology.Explain;

namespace LustreSupervisor.Supervisor.Tests.Management;

/// <summary>A supervisor that knows what the test gives it.</summary>
internal sealed class FakeManagementData : IManagementData
{
    public string? NotAlive { get; set; }

    public string? NotReady { get; set; }

    public List<TargetSummary> Targets { get; } = [];

    public List<FilesystemSummary> Filesystems { get; } = [];

    /// <summary>Replaces every answer about members.</summary>
    public Func<CancellationToken, Task<ClusterMembers>> Members { get; set; } = _ => Task.FromResult(Alone);

    public static ClusterMembers Alone { get; } = new(
        "akka.tcp://lustre@10.0.0.1:4053",
        [new ClusterMember("akka.tcp://lustre@10.0.0.1:4053", "-17", "Up", ["supervisor"])],
        [new UnreachableMember("akka.tcp://lustre@10.0.0.2:4053", ["akka.tcp://lustre@10.0.0.1:4053"])],
        null,
        "akka.tcp://lustre@10.0.0.1:4053",
        new Dictionary<string, string> { ["supervisor"] = "akka.tcp://lustre@10.0.0.1:4053" });

    public static TargetSummary Target(string space, string name) => new(
        space, name, "scratch-OST0003", "scratch", "OST", 3, "Serving", "node2", new IncarnationSummary(1, 7), "wwn-0x5", DateTimeOffset.UnixEpoch, "PodCrashed");

    public Task<string?> WhyNotAliveAsync(CancellationToken cancellationToken) => Task.FromResult(NotAlive);

    public Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken) => Task.FromResult(NotReady);

    public Task<ClusterMembers> MembersAsync(CancellationToken cancellationToken) => Members(cancellationToken);

    public Task<IReadOnlyList<string>> ShardTypesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(["server"]);

    public Task<IReadOnlyList<ShardSummary>?> ShardsAsync(string entityType, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ShardSummary>?>(entityType == "server" ? [new ShardSummary("5", 3)] : null);

    public Task<IReadOnlyList<FilesystemSummary>> FilesystemsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FilesystemSummary>>(Filesystems);

    public Task<IReadOnlyList<TargetSummary>> TargetsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TargetSummary>>(Targets);

    public List<Explanation> Explanations { get; } = [];

    public Task<IReadOnlyList<Explanation>> ExplainAsync(string? space, string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Explanation>>([.. Explanations.Where(e => e.Target == name && (space is null || e.Namespace == space))]);

    public Task<IReadOnlyList<string>> CrashPolicyAsync(string? space, string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(name == "scratch" ? ["the policy\n"] : []);

    public Task<string> MetricsAsync(CancellationToken cancellationToken) => Task.FromResult("figure 1\n");
}
