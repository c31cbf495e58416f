using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Management.Metrics;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Explain;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Answers the management endpoint from the running actors.</summary>
/// <param name="system">Actor system of this member.</param>
/// <param name="live">States that its actors hold.</param>
/// <param name="view">The cluster as it sees it.</param>
/// <param name="time">Clock.</param>
public sealed class LiveManagementData(ActorSystem system, LiveTopology live, ClusterView view, TimeProvider time) : IManagementData
{
    private static readonly string[] Types = [ShardKeys.Filesystems, ShardKeys.Machines, ShardKeys.Servers];

    /// <inheritdoc/>
    public Task<string?> WhyNotAliveAsync(CancellationToken cancellationToken) =>
        Task.FromResult(system.WhenTerminated.IsCompleted ? "the actor system has ended" : null);

    /// <inheritdoc/>
    public Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken)
    {
        var status = Cluster.Get(system).SelfMember.Status;
        return Task.FromResult(
            status is not (MemberStatus.Up or MemberStatus.WeaklyUp) ? $"this member is {status}"
            : !view.NodesCurrent ? "the Kubernetes API has not been read yet"
            : null);
    }

    /// <inheritdoc/>
    public Task<ClusterMembers> MembersAsync(CancellationToken cancellationToken)
    {
        var cluster = Cluster.Get(system);
        var state = cluster.State;
        var oldest = OldestOf(state.Members);
        return Task.FromResult(new ClusterMembers(
            cluster.SelfAddress.ToString(),
            [.. state.Members.Select(m => new ClusterMember(m.Address.ToString(), m.UniqueAddress.Uid.ToString(CultureInfo.InvariantCulture), m.Status.ToString(), [.. m.Roles.Order(StringComparer.Ordinal)]))],
            [.. state.Unreachable.OrderBy(m => m.Address.ToString(), StringComparer.Ordinal).Select(m => new UnreachableMember(m.Address.ToString(), []))],
            state.Leader?.ToString(),
            oldest,
            state.Members.SelectMany(m => m.Roles).Distinct(StringComparer.Ordinal).ToDictionary(r => r, r => OldestOf(state.Members.Where(m => m.HasRole(r))) ?? "")));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ShardTypesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Types);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShardSummary>?> ShardsAsync(string entityType, CancellationToken cancellationToken)
    {
        if (!Types.Contains(entityType, StringComparer.Ordinal))
            return null;
        var region = ClusterSharding.Get(system).ShardRegion(entityType);
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, ManagementLimits.AnswerTime, cancellationToken);
        return [.. state.Shards.OrderBy(s => s.ShardId, StringComparer.Ordinal).Select(s => new ShardSummary(s.ShardId, s.EntityIds.Count))];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FilesystemSummary>> FilesystemsAsync(CancellationToken cancellationToken)
    {
        var servers = live.Servers;
        return Task.FromResult<IReadOnlyList<FilesystemSummary>>([.. live.Filesystems.Values.Where(f => f.Uid.Length > 0).Select(f => Summary(f, servers))]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TargetSummary>> TargetsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TargetSummary>>([.. live.Servers.Values.Where(s => s.Spec is not null).Select(Summary)]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Explanation>> ExplainAsync(string? space, string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Explanation>>([.. live.Servers.Values
            .Where(s => s.Spec is { } spec && spec.Target.ObjectName == name && (space is null || spec.Target.Namespace == space))
            .Select(s => TargetExplainer.Explain(LiveFacts.Of(s, live, time.GetUtcNow())))]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CrashPolicyAsync(string? space, string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. live.Filesystems.Values
            .Where(f => f.Spec is not null && f.Name == name && (space is null || f.Namespace == space))
            .Select(f => CrashPolicyText.Print(f.Spec!.Healing))]);

    /// <inheritdoc/>
    public Task<string> MetricsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(SupervisorMetrics.Print(live.Servers, live.Episodes, live.Fences.Values));

    private static string? OldestOf(IEnumerable<Member> members) =>
        members.Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving).Order(Member.AgeOrdering).FirstOrDefault()?.Address.ToString();

    private static FilesystemSummary Summary(FilesystemState state, ImmutableSortedDictionary<string, ServerState> servers)
    {
        var serving = state.Servers.Count(s => servers.TryGetValue(s.Target.EntityId, out var now) && now.Phase == ServerPhase.Serving);
        var declared = state.Servers.Length;
        return new FilesystemSummary(
            state.Namespace,
            state.Name,
            state.Spec?.FsName ?? "",
            FilesystemPhase.Of(state, serving),
            declared > 0 && serving == declared,
            declared,
            serving,
            null,
            FilesystemPhase.HighestIndex(state, TargetKind.Ost),
            FilesystemPhase.HighestIndex(state, TargetKind.Mdt));
    }

    private static TargetSummary Summary(ServerState state)
    {
        var target = state.Declared.Target;
        return new TargetSummary(
            target.Namespace,
            target.ObjectName,
            target.Label,
            target.Filesystem,
            target.KindText,
            target.Index,
            state.Phase.ToString(),
            state.Current?.Node,
            state.Current is { } c ? new IncarnationSummary(c.Id.Epoch, c.Id.Number) : null,
            state.Declared.Device.Id,
            state.PhaseSince,
            state.LastFault?.Reason ?? "");
    }
}
