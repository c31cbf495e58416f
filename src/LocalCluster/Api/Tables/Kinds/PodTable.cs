using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Pods.</summary>
internal static class PodTable
{
    public static readonly TableKind Kind = new(
        [
            ObjectName,
            TableColumn.Text("Ready", "Containers that are ready, of all containers."),
            TableColumn.Text("Status", "What the pod does, or why it does not run."),
            TableColumn.Text("Restarts", "How often containers of the pod were restarted, and how long ago the last time."),
            Age,
            Wide("IP", "Address of the pod."),
            Wide("Node", "Node that the pod is bound to."),
            Wide("Nominated Node", "Node on which others are evicted for this pod."),
            Wide("Readiness Gates", "Readiness gates that are open, of all gates."),
        ],
        Write)
    {
        Completed = pod => pod.Text("status", "phase") switch
        {
            "Succeeded" => ("Succeeded", "The pod has completed successfully."),
            "Failed" => ("Failed", "The pod failed."),
            _ => null,
        },
    };

    private static void Write(RowWriter row, JsonElement pod)
    {
        var summary = PodSummary.Of(pod);
        var restarts = summary is { Restarts: not 0, LastRestart: { } last } ? $"{summary.Restarts} ({row.Since(last)} ago)" : $"{summary.Restarts}";
        var address = pod.Items("status", "podIPs").FirstOrDefault().Text("ip");
        row.Name(pod).Ratio(summary.Ready, summary.Containers).Text(summary.Reason).Text(restarts).Age(pod)
            .Text(address.Length > 0 ? address : RowWriter.None)
            .Text(pod.TextOr(RowWriter.None, "spec", "nodeName"))
            .Text(pod.TextOr(RowWriter.None, "status", "nominatedNodeName"))
            .Text(Gates(pod));
    }

    private static string Gates(JsonElement pod)
    {
        var gates = pod.Items("spec", "readinessGates").Select(g => g.Text("conditionType")).ToList();
        if (gates.Count == 0) return RowWriter.None;
        var open = gates.Count(gate =>
            pod.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == gate).Text("status") == "True");
        return $"{open}/{gates.Count}";
    }
}
