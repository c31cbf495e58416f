using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Supervisor.Kubernetes.SelfFencing;

/// <summary>What a node agent claims of its own self-fencing (<c>LustreNode.status.selfFence</c>).</summary>
/// <param name="Kernel">The kernel that it is true of.</param>
/// <param name="Armed">The watchdog resets that kernel unless a majority of every set grants it time.</param>
/// <param name="Sets">The sets that it obeys.</param>
internal sealed record SelfFenceClaim(KernelId Kernel, bool Armed, ImmutableArray<GrantSet> Sets);

/// <summary>Self-fencing on <c>LustreNode</c> objects: read and written.</summary>
internal static class SelfFenceDocuments
{
    /// <summary>Collection of the objects.</summary>
    public const string Collection = $"apis/{ApiNames.ApiVersion}/lustrenodes";

    /// <summary>What the node agent claims.</summary>
    /// <param name="node">A <c>LustreNode</c>.</param>
    public static SelfFenceClaim Claim(JsonElement node) => new(
        new KernelId(node.Text("status", "systemUuid"), node.Text("status", "selfFence", "bootId")),
        node.Flag("status", "selfFence", "armed"),
        Sets(node, "status"));

    /// <summary>Sets in the spec or the status of a <c>LustreNode</c>.</summary>
    /// <param name="node">A <c>LustreNode</c>.</param>
    /// <param name="part"><c>spec</c> or <c>status</c>.</param>
    public static ImmutableArray<GrantSet> Sets(JsonElement node, string part) =>
    [
        .. node.Items(part, "selfFence", "sets").Select(set => new GrantSet(
            set.Text("filesystem"), [.. set.Items("nodes").Select(n => n.Text("name"))], (int)set.Number("grantSeconds"))),
    ];

    /// <summary>Endpoints in the spec of a <c>LustreNode</c>, as text to compare by.</summary>
    /// <param name="node">A <c>LustreNode</c>.</param>
    public static string EndpointsText(JsonElement node) => string.Join(' ', node.Items("spec", "selfFence", "sets")
        .SelectMany(set => set.Items("nodes")).Select(n => $"{n.Text("name")}={n.Text("endpoint")}").Distinct().Order(StringComparer.Ordinal));

    /// <summary>Endpoints of the nodes of these sets, as the same text.</summary>
    /// <param name="sets">The sets.</param>
    /// <param name="endpointOf">Where a node agent listens; empty while it is not known.</param>
    public static string EndpointsText(ImmutableArray<GrantSet> sets, Func<string, string> endpointOf) => string.Join(' ', sets
        .SelectMany(set => set.Nodes).Select(n => $"{n}={endpointOf(n)}").Distinct().Order(StringComparer.Ordinal));

    /// <summary>The spec of a <c>LustreNode</c>, for server-side apply. Without sets it takes away what was applied before.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="sets">The sets.</param>
    /// <param name="endpointOf">Where a node agent listens; empty while it is not known.</param>
    public static string Spec(string node, ImmutableArray<GrantSet> sets, Func<string, string> endpointOf) => new JsonObject
    {
        ["apiVersion"] = ApiNames.ApiVersion,
        ["kind"] = "LustreNode",
        ["metadata"] = new JsonObject { ["name"] = node },
        ["spec"] = sets.IsEmpty ? new JsonObject() : new JsonObject
        {
            ["selfFence"] = new JsonObject { ["sets"] = new JsonArray([.. sets.Select(set => SetOf(set, endpointOf))]) },
        },
    }.ToJsonString();

    private static JsonObject SetOf(GrantSet set, Func<string, string> endpointOf) => new()
    {
        ["filesystem"] = set.Filesystem,
        ["grantSeconds"] = set.GrantSeconds,
        ["nodes"] = new JsonArray([.. set.Nodes.Select(n => new JsonObject { ["name"] = n, ["endpoint"] = endpointOf(n) })]),
    };
}
