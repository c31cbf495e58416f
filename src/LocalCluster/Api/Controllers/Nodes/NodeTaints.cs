using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Nodes;

/// <summary>The taints that follow from a node's conditions (<c>nodeConditionToTaintKeyStatusMap</c>) and from a cordon.</summary>
internal static class NodeTaints
{
    public const string NotReady = "node.kubernetes.io/not-ready";
    public const string Unreachable = "node.kubernetes.io/unreachable";
    public const string OutOfService = "node.kubernetes.io/out-of-service";
    private const string Cordoned = "node.kubernetes.io/unschedulable";

    private static readonly (string Condition, string Status, string Key)[] ByCondition =
    [
        ("Ready", "False", NotReady),
        ("Ready", "Unknown", Unreachable),
        ("MemoryPressure", "True", "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", "True", "node.kubernetes.io/disk-pressure"),
        ("PIDPressure", "True", "node.kubernetes.io/pid-pressure"),
        ("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"),
    ];

    /// <summary>The taints that a node should have of those that are the controller's.</summary>
    public static IReadOnlyList<Taint> Wanted(NodeView node)
    {
        var wanted = new List<Taint>();
        foreach (var (condition, status, key) in ByCondition)
        {
            if (node.Conditions.GetValueOrDefault(condition) != status) continue;
            wanted.Add(new Taint(key, "", Taint.NoSchedule));
            if (key is NotReady or Unreachable) wanted.Add(new Taint(key, "", Taint.NoExecute));
        }

        if (node.IsUnschedulable) wanted.Add(new Taint(Cordoned, "", Taint.NoSchedule));
        return wanted;
    }

    /// <summary>Whether the node has what it should have, and nothing more of the controller's.</summary>
    public static bool AreRight(NodeView node, IReadOnlyList<Taint> wanted) =>
        wanted.All(taint => node.Taints.Any(has => Same(has, taint))) && node.Taints.Where(IsOurs).All(has => wanted.Any(taint => Same(has, taint)));

    /// <summary>Brings the taints of a node into order; those of others stay, and so do the times of those that stay.</summary>
    public static void Apply(JsonObject node, IReadOnlyList<Taint> wanted, DateTimeOffset now)
    {
        var present = node.Child("spec").Objects("taints").ToList();
        var kept = present.Where(taint => !IsOurs(Taint.Read(taint)) || wanted.Any(wish => Same(Taint.Read(taint), wish))).ToList();
        var added = wanted.Where(wish => !kept.Any(taint => Same(Taint.Read(taint), wish)));
        JsonNode[] taints =
        [
            .. kept.Select(taint => taint.Copy()),
            .. added.Select(taint => new JsonObject { ["key"] = taint.Key, ["effect"] = taint.Effect, ["timeAdded"] = Metadata.Stamp(now) }),
        ];
        if (taints.Length == 0) node.Ensure("spec").Remove("taints");
        else node.Ensure("spec")["taints"] = new JsonArray(taints);
    }

    private static bool IsOurs(Taint taint) => taint.Key == Cordoned
        ? taint.Effect == Taint.NoSchedule
        : ByCondition.Any(entry => entry.Key == taint.Key) && (taint.Effect == Taint.NoSchedule
            || (taint.Effect == Taint.NoExecute && taint.Key is (NotReady or Unreachable)));

    private static bool Same(Taint one, Taint other) => one.Key == other.Key && one.Effect == other.Effect;
}
