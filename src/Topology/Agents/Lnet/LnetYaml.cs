using System.Collections.Immutable;
using System.Text;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Agents.Lnet;

/// <summary>
/// Networks in the form that <c>lnetctl import</c> takes (liblnetconfig.c). Several rails of a network are several NIs of it, one list item
/// each: LNet then spreads traffic over them (Multi-Rail).
/// </summary>
public static class LnetYaml
{
    /// <summary>The text. It only adds.</summary>
    /// <exception cref="ArgumentException">No network: an empty document would mean nothing.</exception>
    public static string Write(ImmutableArray<LnetSpec> networks)
    {
        if (networks.IsDefaultOrEmpty)
            throw new ArgumentException("no network to write", nameof(networks));
        var text = new StringBuilder("net:\n");
        foreach (var network in networks)
        {
            text.Append("    - net type: ").Append(network.Net).Append("\n      local NI(s):\n");
            foreach (var rail in network.Interfaces)
                text.Append("        - interfaces:\n              0: ").Append(rail).Append('\n');
        }
        return text.ToString();
    }
}
