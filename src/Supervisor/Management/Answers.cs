using System.Text.Json.Serialization;
using LustreSupervisor.Supervisor.Management.Commands;
using LustreSupervisor.Topology.Explain;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>Body of every answer that is a refusal or a fault.</summary>
/// <param name="Message">For people.</param>
internal sealed record ErrorAnswer(string Message);

/// <summary>Body of <c>/cluster/shards</c>.</summary>
/// <param name="EntityTypeKeys">Sharded entity types started here.</param>
internal sealed record ShardTypesAnswer(IReadOnlyList<string> EntityTypeKeys);

/// <summary>Body of <c>/cluster/shards/{name}</c>.</summary>
/// <param name="Regions">Shards of the local region.</param>
internal sealed record ShardsAnswer(IReadOnlyList<ShardSummary> Regions);

/// <summary>Body of a list under <c>/v1</c>; an object, so that fields can be added later.</summary>
/// <param name="Items">The resources, in the order of namespace and name.</param>
internal sealed record FilesystemsAnswer(IReadOnlyList<FilesystemSummary> Items);

/// <inheritdoc cref="FilesystemsAnswer"/>
internal sealed record TargetsAnswer(IReadOnlyList<TargetSummary> Items);

/// <summary>Body of <c>/v1/filesystems/{name}/crash-policy</c>.</summary>
/// <param name="Text">The table, budgets and limits, as people read them.</param>
internal sealed record CrashPolicyAnswer(string Text);

/// <summary>JSON of every answer, generated at build time: camel case, as Akka Management and Kubernetes write it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ClusterMembers))]
[JsonSerializable(typeof(ShardTypesAnswer))]
[JsonSerializable(typeof(ShardsAnswer))]
[JsonSerializable(typeof(FilesystemsAnswer))]
[JsonSerializable(typeof(TargetsAnswer))]
[JsonSerializable(typeof(TargetSummary))]
[JsonSerializable(typeof(TargetOrder))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(CrashPolicyAnswer))]
internal sealed partial class ManagementJson : JsonSerializerContext;
