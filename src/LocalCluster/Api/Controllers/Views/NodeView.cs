using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>What controllers ask about a node; read once for each of its versions.</summary>
internal sealed class NodeView
{
    public NodeView(StoredObject stored)
    {
        var body = stored.Parse();
        Stored = stored;
        Labels = stored.Labels;
        Fields = new Dictionary<string, string> { ["metadata.name"] = stored.Key.Name };
        Taints = [.. body.Child("spec").Objects("taints").Select(Taint.Read)];
        IsUnschedulable = body.At("spec", "unschedulable").Flag() == true;
        Allocatable = Quantity.ReadAll(body.At("status", "allocatable") as JsonObject);
        Conditions = body.Child("status").Objects("conditions")
            .GroupBy(condition => condition["type"].Text() ?? "").ToDictionary(group => group.Key, group => group.First()["status"].Text() ?? "");
        Heartbeat = Controllers.Conditions.Find(body, "Ready")?["lastHeartbeatTime"].Text() ?? "";
    }

    public StoredObject Stored { get; }

    public string Name => Stored.Key.Name;

    public EventSubject Subject => new(BuiltIns.Nodes, Stored.Key, Stored.Uid);

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>The fields that <c>matchFields</c> may name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    public IReadOnlyList<Taint> Taints { get; }

    public bool IsUnschedulable { get; }

    public IReadOnlyDictionary<string, decimal> Allocatable { get; }

    /// <summary>Status of each condition by type.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; }

    /// <summary>When the kubelet last said that it is ready, as it wrote it.</summary>
    public string Heartbeat { get; }

    public bool IsReady => Conditions.GetValueOrDefault("Ready") == "True";
}
