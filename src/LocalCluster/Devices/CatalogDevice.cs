namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>A device of the laptop cluster as <c>devices.json</c> lists it.</summary>
/// <param name="Id">World-wide name, <c>wwn-0x…</c>: its identity for ever.</param>
/// <param name="File">Name of the image file within the directory.</param>
/// <param name="SizeBytes">Capacity in bytes.</param>
/// <param name="Labels">Labels that device selectors match.</param>
/// <param name="Nodes">Names of the nodes that reach it; <c>*</c> for every node.</param>
public sealed record CatalogDevice(
    string Id, string File, long SizeBytes, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Nodes)
{
    /// <summary>Name for "every node".</summary>
    public const string EveryNode = "*";

    /// <summary>True when more than one node reaches it.</summary>
    public bool Shared => Nodes.Contains(EveryNode) || Nodes.Count > 1;

    /// <summary>True when the node reaches it.</summary>
    public bool ReachableFrom(string node) => Nodes.Contains(EveryNode) || Nodes.Contains(node);
}
