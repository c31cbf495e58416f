using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Nodes.</summary>
internal static class NodeTable
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    private const string RoleLabel = "kubernetes.io/role";

    public static readonly TableKind Kind = new(
        [
            ObjectName,
            TableColumn.Text("Status", "Whether the node is ready, and whether pods may be placed on it."),
            TableColumn.Text("Roles", "What the node is labelled to be for."),
            Age,
            TableColumn.Text("Version", "Version of the kubelet."),
            Wide("Internal-IP", "Address within the cluster."),
            Wide("External-IP", "Address outside the cluster."),
            Wide("OS-Image", "Operating system, as it names itself."),
            Wide("Kernel-Version", "Kernel."),
            Wide("Container-Runtime", "Container runtime and its version."),
        ],
        (row, node) => row.Name(node).Text(Status(node)).Text(Roles(node)).Age(node).Text(node.Text("status", "nodeInfo", "kubeletVersion"))
            .Text(Address(node, "InternalIP")).Text(Address(node, "ExternalIP"))
            .Text(Info(node, "osImage")).Text(Info(node, "kernelVersion")).Text(Info(node, "containerRuntimeVersion")));

    private static string Status(JsonElement node)
    {
        var ready = node.Items("status", "conditions").LastOrDefault(c => c.Text("type") == "Ready");
        var status = ready.Has() ? ready.Text("status") == "True" ? "Ready" : "NotReady" : "Unknown";
        return node.Flag("spec", "unschedulable") ? status + ",SchedulingDisabled" : status;
    }

    private static string Roles(JsonElement node)
    {
        var roles = node.Properties("metadata", "labels")
            .Select(l => l.Name.StartsWith(RolePrefix, StringComparison.Ordinal) ? l.Name[RolePrefix.Length..] : l.Name == RoleLabel ? l.Value.Shown() : "")
            .Where(r => r.Length > 0).Distinct().Order(StringComparer.Ordinal);
        var text = string.Join(',', roles);
        return text.Length == 0 ? RowWriter.None : text;
    }

    private static string Address(JsonElement node, string type) =>
        node.Items("status", "addresses").FirstOrDefault(a => a.Text("type") == type) is var found && found.Has()
            ? found.Text("address") : RowWriter.None;

    private static string Info(JsonElement node, string name) => node.TextOr(RowWriter.Unknown, "status", "nodeInfo", name);
}
