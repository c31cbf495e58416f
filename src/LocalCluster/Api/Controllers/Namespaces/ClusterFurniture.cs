using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Namespaces;

/// <summary>What a new cluster has: the Service of its API server and the priorities of its own pods.</summary>
internal static class ClusterFurniture
{
    /// <summary>First address of the usual service network; nothing routes it here.</summary>
    private const string ServiceAddress = "10.96.0.1";

    private static readonly (string Name, int Value, string Description)[] Priorities =
    [
        ("system-cluster-critical", 2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
        ("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
    ];

    /// <summary>Creates what is missing.</summary>
    /// <param name="writer">How to write.</param>
    /// <param name="port">Port of the API server.</param>
    public static void Ensure(ClusterWriter writer, int port)
    {
        foreach (var (name, value, description) in Priorities)
            writer.Create(ServedKinds.PriorityClasses, null, Priority(name, value, description), "kube-apiserver");
        writer.Create(ServedKinds.Services, "default", Service(port), "kube-apiserver");
    }

    private static JsonObject Priority(string name, int value, string description) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["value"] = value,
        ["description"] = description,
        ["preemptionPolicy"] = "PreemptLowerPriority",
    };

    private static JsonObject Service(int port) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "kubernetes", ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        ["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["clusterIP"] = ServiceAddress,
            ["clusterIPs"] = new JsonArray(ServiceAddress),
            ["ipFamilies"] = new JsonArray("IPv4"),
            ["ipFamilyPolicy"] = "SingleStack",
            ["internalTrafficPolicy"] = "Cluster",
            ["sessionAffinity"] = "None",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443, ["targetPort"] = port }),
        },
    };
}
