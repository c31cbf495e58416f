using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>The kinds of the apps group.</summary>
internal static class WorkloadTables
{
    private static readonly TableColumn Containers = Wide("Containers", "Names of the containers.");
    private static readonly TableColumn Images = Wide("Images", "Images of the containers.");
    private static readonly TableColumn Selector = Wide("Selector", "Labels of its pods.");
    private static readonly TableColumn ReadyPods = TableColumn.Text("Ready", "Ready pods, of those wanted.");

    public static readonly TableKind Deployments = new(
        [
            ObjectName, ReadyPods, TableColumn.Text("Up-to-date", "Pods of the present template."),
            TableColumn.Text("Available", "Pods that are available."), Age, Containers, Images, Selector,
        ],
        (row, body) => Template(
            row.Name(body).Ratio(Status(body, "readyReplicas"), Wanted(body)).Whole(Status(body, "updatedReplicas"))
                .Whole(Status(body, "availableReplicas")).Age(body),
            body).Text(SelectorText.OfSelector(body.At("spec", "selector")) is var text and not RowWriter.None ? text : ""));

    public static readonly TableKind StatefulSets = new(
        [ObjectName, ReadyPods, Age, Containers, Images],
        (row, body) => Template(row.Name(body).Ratio(Status(body, "readyReplicas"), Wanted(body)).Age(body), body));

    public static readonly TableKind ReplicaSets = new(
        [
            ObjectName, Whole("Desired", "Pods wanted."), Whole("Current", "Pods that exist."), Whole("Ready", "Pods that are ready."), Age,
            Containers, Images, Selector,
        ],
        (row, body) => Template(
            row.Name(body).Whole(Wanted(body)).Whole(Status(body, "replicas")).Whole(Status(body, "readyReplicas")).Age(body),
            body).Text(SelectorText.OfSelector(body.At("spec", "selector"))));

    public static readonly TableKind DaemonSets = new(
        [
            ObjectName, Whole("Desired", "Nodes that should run it."), Whole("Current", "Nodes that run it."), Whole("Ready", "Nodes where it is ready."),
            Whole("Up-to-date", "Nodes that run the present template."), Whole("Available", "Nodes where it is available."),
            TableColumn.Text("Node Selector", "Labels of its nodes."), Age, Containers, Images, Selector,
        ],
        (row, body) => Template(
            row.Name(body).Whole(Status(body, "desiredNumberScheduled")).Whole(Status(body, "currentNumberScheduled"))
                .Whole(Status(body, "numberReady")).Whole(Status(body, "updatedNumberScheduled")).Whole(Status(body, "numberAvailable"))
                .Text(SelectorText.OfLabels(body.At("spec", "template", "spec", "nodeSelector"))).Age(body),
            body).Text(SelectorText.OfSelector(body.At("spec", "selector"))));

    private static long Wanted(JsonElement body) => body.Whole("spec", "replicas") ?? 1;

    private static long Status(JsonElement body, string name) => body.Whole("status", name) ?? 0;

    private static RowWriter Template(RowWriter row, JsonElement body)
    {
        var containers = body.Items("spec", "template", "spec", "containers").ToList();
        return row.Text(string.Join(',', containers.Select(c => c.Text("name")))).Text(string.Join(',', containers.Select(c => c.Text("image"))));
    }
}
