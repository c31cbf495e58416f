using System.Collections.Immutable;
using System.Text.Json;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>The three objects that speak of one node: its Node, its heartbeat Lease and its node agent's report.</summary>
/// <param name="Node">The Node; without it there is no fact.</param>
/// <param name="Lease">Lease in <c>kube-node-lease</c>.</param>
/// <param name="Report">The <c>LustreNode</c>.</param>
/// <param name="Kernel">The kernel that Node and report last agreed on.</param>
internal sealed record NodeParts(JsonElement? Node, JsonElement? Lease, JsonElement? Report, KernelId? Kernel)
{
    /// <summary>Nothing known.</summary>
    public static readonly NodeParts None = new(null, null, null, null);

    /// <summary>
    /// True while kubelet and node agent name different kernels, as for moments after a boot. A report of the last boot must not
    /// pass for news: a boot id "other than the recorded one" is a proof of death.
    /// </summary>
    public bool Disagree => Node is { } node && Report is { } report
        && (Differ(node.Text("status", "nodeInfo", "systemUUID"), report.Text("status", "systemUuid"))
            || Differ(node.Text("status", "nodeInfo", "bootID"), report.Text("status", "bootId")));

    /// <summary>Takes over the kernel that is agreed on now, or keeps the last one.</summary>
    public NodeParts Settle() => Disagree || ReportedKernel() is not { } kernel ? this : this with { Kernel = kernel };

    /// <summary>The fact; null without a Node or without a kernel.</summary>
    public NodeFact? ToFact()
    {
        if (Node is not { } node || Kernel is null)
            return null;
        var internalIp = node.Items("status", "addresses").FirstOrDefault(entry => entry.Text("type") == "InternalIP");
        var address = internalIp.ValueKind == JsonValueKind.Undefined ? "" : internalIp.Text("address");
        return new NodeFact(
            node.Text("metadata", "name"),
            Kernel,
            node.Items("status", "conditions").Any(entry => entry.Text("type") == "Ready" && entry.Text("status") == "True"),
            Lease?.Text("spec", "renewTime") ?? "",
            !node.Flag("spec", "unschedulable"),
            address,
            node.Map("metadata", "labels"),
            Report is { } report ? [.. report.Items("status", "devices").Select(DeviceOf)] : ImmutableArray<NodeDevice>.Empty,
            node.Map("metadata", "annotations").GetValueOrDefault(ApiNames.BmcAddressAnnotation))
        {
            Interfaces = Report is { } told ? [.. told.Items("status", "interfaces").Select(InterfaceOf)] : [],
            AgentEndpoint = AgentEndpoint.DialNode(Report?.Text("status", "agentEndpoint") ?? "", address),
        };
    }

    private KernelId? ReportedKernel()
    {
        var machine = FirstOf(Report?.Text("status", "systemUuid"), Node?.Text("status", "nodeInfo", "systemUUID"));
        var boot = FirstOf(Report?.Text("status", "bootId"), Node?.Text("status", "nodeInfo", "bootID"));
        return machine.Length == 0 || boot.Length == 0 ? null : new KernelId(machine, boot);
    }

    private static NodeDevice DeviceOf(JsonElement device) => new(
        new DeviceRef(device.Text("id"), device.Text("path"), device.Number("sizeBytes")),
        device.Map("labels"),
        device.Flag("shared"));

    private static NodeInterface InterfaceOf(JsonElement entry) => new(entry.Text("name"), entry.Text("address"));

    private static string FirstOf(string? preferred, string? other) => string.IsNullOrEmpty(preferred) ? other ?? "" : preferred;

    // UUIDs are compared without case: DMI and kubelets differ in it.
    private static bool Differ(string one, string other) =>
        one.Length > 0 && other.Length > 0 && !one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
