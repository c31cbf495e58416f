using System.Globalization;
using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Services.</summary>
internal static class ServiceTable
{
    public static readonly TableKind Kind = new(
        [
            ObjectName,
            TableColumn.Text("Type", "How the service is reached."),
            TableColumn.Text("Cluster-IP", "Address within the cluster."),
            TableColumn.Text("External-IP", "Addresses outside the cluster."),
            TableColumn.Text("Port(s)", "Ports and protocols."),
            Age,
            Wide("Selector", "Labels of the pods behind it."),
        ],
        (row, service) => row.Name(service).Text(service.Text("spec", "type"))
            .Text(service.Texts("spec", "clusterIPs").FirstOrDefault() ?? service.TextOr(RowWriter.None, "spec", "clusterIP"))
            .Text(External(service)).Text(Ports(service)).Age(service).Text(SelectorText.OfLabels(service.At("spec", "selector"))));

    private static string External(JsonElement service)
    {
        var declared = string.Join(',', service.Texts("spec", "externalIPs"));
        switch (service.Text("spec", "type"))
        {
            case "ClusterIP" or "NodePort":
                return declared.Length > 0 ? declared : RowWriter.None;
            case "LoadBalancer":
                var given = service.Items("status", "loadBalancer", "ingress").Select(i => i.TextOr(i.Text("hostname"), "ip"))
                    .Where(a => a.Length > 0).Distinct().Order(StringComparer.Ordinal);
                var all = string.Join(',', declared.Length > 0 ? given.Append(declared) : given);
                return all.Length > 0 ? all : "<pending>";
            case "ExternalName":
                return service.Text("spec", "externalName");
            default:
                return RowWriter.Unknown;
        }
    }

    private static string Ports(JsonElement service)
    {
        var text = string.Join(',', service.Items("spec", "ports").Select(Port));
        return text.Length == 0 ? RowWriter.None : text;
    }

    private static string Port(JsonElement port)
    {
        var node = port.Whole("nodePort") is { } number and > 0 ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{port.Whole("port") ?? 0}{node}/{port.TextOr("TCP", "protocol")}");
    }
}
