using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Local.Views;

/// <summary>One server as shown: what its resource says, and the process it lives in.</summary>
/// <param name="Label">Lustre's label.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name of the pod and the <c>LustreTarget</c>.</param>
/// <param name="State">State.</param>
/// <param name="Node">Node, empty before placement.</param>
/// <param name="Epoch">Epoch of its incarnation.</param>
/// <param name="Incarnation">Number of its incarnation; 0 before the first.</param>
/// <param name="DeviceUuid">File-system UUID of its device; empty before the format.</param>
/// <param name="Pid">Process, null when none lives.</param>
public sealed record ServerView(
    string Label, string Namespace, string Name, string State, string Node, long Epoch, long Incarnation, string DeviceUuid, int? Pid);

/// <summary>Everything that a person looks at, read at one moment.</summary>
/// <param name="Status">The hall's own view.</param>
/// <param name="Servers">Servers, in the order of their names.</param>
public sealed record ClusterSnapshot(HallStatus Status, IReadOnlyList<ServerView> Servers)
{
    /// <summary>Reads the cluster.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="cluster">The API.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<ClusterSnapshot> ReadAsync(IHallControl hall, ClusterClient cluster, CancellationToken cancellationToken)
    {
        var status = await hall.StatusAsync(cancellationToken);
        var targets = await cluster.ListAsync(ResourceKind.Target, null, cancellationToken);
        var pods = status.Processes.Where(process => process.Role == HallRole.Pod).ToLookup(process => process.Name);
        return new ClusterSnapshot(status, [.. targets.Select(target => View(target, pods))]);
    }

    private static ServerView View(JsonObject target, ILookup<string, HallProcess> pods)
    {
        var space = target.Text("metadata", "namespace");
        var name = target.Text("metadata", "name");
        return new ServerView(
            target.Text("spec", "label"),
            space,
            name,
            target.Text("status", "state"),
            target.Text("status", "node"),
            target.Number("status", "incarnation", "epoch") ?? 0,
            target.Number("status", "incarnation", "number") ?? 0,
            target.Text("status", "device", "uuid"),
            PidOf(pods[$"{space}/{name}"], target.Text("status", "node")));
    }

    /// <summary>Where only storage was fenced, the process of an earlier life may still be there, frozen on its old node.</summary>
    private static int? PidOf(IEnumerable<HallProcess> processes, string node) =>
        processes.OrderBy(process => process.Node == node ? 0 : 1).FirstOrDefault()?.Pid;
}
