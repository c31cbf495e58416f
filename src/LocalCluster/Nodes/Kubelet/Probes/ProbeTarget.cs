using System.Globalization;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>Finds what a probe or a hook is aimed at. Pure.</summary>
internal static class ProbeTarget
{
    /// <summary>A port by number or by the name that the container gives it.</summary>
    /// <exception cref="FormatException">There is no such port.</exception>
    public static int Port(IntOrString port, V1Container container)
    {
        string text = port;
        var number = (container.Ports ?? []).FirstOrDefault(one => one.Name == text)?.ContainerPort
            ?? (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : null as int?);
        return number switch
        {
            null => throw new FormatException($"couldn't find port: {text}"),
            > 0 and <= ushort.MaxValue => number.Value,
            _ => throw new FormatException($"invalid port number: {number}"),
        };
    }

    /// <summary>The URL of a request.</summary>
    public static Uri Url(V1HTTPGetAction action, V1Container container, string address)
    {
        var scheme = string.Equals(action.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        var host = string.IsNullOrEmpty(action.Host) ? address : action.Host;
        var path = string.IsNullOrEmpty(action.Path) ? "/" : action.Path;
        return new Uri($"{scheme}://{host}:{Port(action.Port, container).ToString(CultureInfo.InvariantCulture)}{(path[0] == '/' ? "" : "/")}{path}");
    }
}
