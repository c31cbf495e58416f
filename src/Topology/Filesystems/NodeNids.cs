using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>
/// The NIDs by which clients find a server on a node. They are written to the device at format time and stay there, so they must be right.
/// </summary>
public static class NodeNids
{
    /// <summary>
    /// One NID for each declared network, comma-separated: that of its first interface. Peers learn the other rails by discovery (Lustre
    /// manual, "LNet Software Multi-Rail").
    /// </summary>
    /// <param name="node">A node that has the interfaces: see <see cref="Lack"/>.</param>
    /// <param name="network">Declared networks.</param>
    public static string Of(NodeFact node, NetworkSpec network) =>
        string.Join(',', network.Lnet.Select(l => $"{AddressOf(node, l)}@{l.Net}"));

    /// <summary>Null when the node can be on every declared network, else which interface it does not have.</summary>
    public static string? Lack(NodeFact node, NetworkSpec network)
    {
        if (node.Interfaces.IsEmpty)
            return null;
        var missing = network.Lnet.SelectMany(l => l.Interfaces.Select(i => (l.Net, Interface: i)))
            .FirstOrDefault(d => node.Interfaces.All(i => i.Name != d.Interface));
        return missing.Net is null ? null : $"{node.Name} has no interface {missing.Interface} for LNet network {missing.Net}";
    }

    /// <summary>A node that does not report its interfaces has one address, and each network is taken to be on it.</summary>
    private static string AddressOf(NodeFact node, LnetSpec declared) =>
        node.Interfaces.FirstOrDefault(i => i.Name == declared.Interfaces.FirstOrDefault())?.Address ?? node.Address;
}
