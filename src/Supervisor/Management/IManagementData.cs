using LustreSupervisor.Topology.Explain;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>
/// What the management endpoint asks of the running supervisor. Implementations answer within <see cref="ManagementLimits.AnswerTime"/>;
/// a <see cref="TimeoutException"/> becomes 503.
/// </summary>
public interface IManagementData
{
    /// <summary>Null while the process works at all; else what is wrong with it. An orchestrator restarts a process that is not alive.</summary>
    Task<string?> WhyNotAliveAsync(CancellationToken cancellationToken);

    /// <summary>Null while this member serves its share of the cluster; else what it waits for.</summary>
    Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken);

    /// <summary>The members of the Akka cluster as this one sees them.</summary>
    Task<ClusterMembers> MembersAsync(CancellationToken cancellationToken);

    /// <summary>Names of the sharded entity types that this member has started.</summary>
    Task<IReadOnlyList<string>> ShardTypesAsync(CancellationToken cancellationToken);

    /// <summary>Shards of a type in this member's own region; null when the type is not started here.</summary>
    Task<IReadOnlyList<ShardSummary>?> ShardsAsync(string entityType, CancellationToken cancellationToken);

    /// <summary>Every declared file system.</summary>
    Task<IReadOnlyList<FilesystemSummary>> FilesystemsAsync(CancellationToken cancellationToken);

    /// <summary>Every target of every file system.</summary>
    Task<IReadOnlyList<TargetSummary>> TargetsAsync(CancellationToken cancellationToken);

    /// <summary>Explanations of the targets of that name; of none when there is none.</summary>
    /// <param name="space">Their namespace; null for any.</param>
    /// <param name="name">Object name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Explanation>> ExplainAsync(string? space, string name, CancellationToken cancellationToken);

    /// <summary>The crash policies of the file systems of that name, as text; none when there is none.</summary>
    /// <param name="space">Their namespace; null for any.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> CrashPolicyAsync(string? space, string name, CancellationToken cancellationToken);

    /// <summary>The figures of this member's servers and machines, in Prometheus' text format.</summary>
    Task<string> MetricsAsync(CancellationToken cancellationToken);
}
