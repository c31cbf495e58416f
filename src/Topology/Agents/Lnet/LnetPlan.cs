using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Agents.Lnet;

/// <summary>
/// From the networks that are declared and those that a kernel shows to those that are to be added. LNet belongs to the kernel, and other
/// servers on it use what is there: nothing is ever taken away or changed.
/// </summary>
public static class LnetPlan
{
    /// <summary>Networks with the interfaces that are missing, in the order of the declaration.</summary>
    public static ImmutableArray<LnetSpec> Missing(ImmutableArray<LnetSpec> declared, LnetShow shown) =>
    [
        .. declared.Select(d => d with { Interfaces = [.. d.Interfaces.Where(i => Find(d.Net, i, shown) is null)] })
            .Where(d => d.Interfaces.Length > 0),
    ];

    /// <summary>The NI of a network on an interface; null when there is none.</summary>
    internal static LnetNi? Find(string net, string networkInterface, LnetShow shown) =>
        shown.Interfaces.FirstOrDefault(n => Same(n.Net, net) && n.Interfaces.Contains(networkInterface));

    /// <summary><c>tcp</c> and <c>tcp0</c> are one network.</summary>
    internal static bool Same(string left, string right) => Canonical(left) == Canonical(right);

    private static string Canonical(string net) => net.Length > 0 && char.IsAsciiDigit(net[^1]) ? net : net + "0";
}
