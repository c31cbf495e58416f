using System.Globalization;
using LustreSupervisor.LocalCluster.Nodes.Guests;
using LustreSupervisor.LocalCluster.Nodes.Kubelet;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Lnet;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>What a node process is told.</summary>
/// <param name="Name">Node name.</param>
/// <param name="Directory">State directory of its cluster.</param>
/// <param name="Programs">The cluster's programs.</param>
/// <param name="RuntimeDirectory">Directory of the UNIX sockets.</param>
/// <param name="Nodes">All nodes of the cluster, in the order of their addresses.</param>
/// <param name="BmcPort">Loopback port of the management controllers.</param>
/// <param name="DelayFactor">Factor for Lustre's own delays.</param>
public sealed record NodeOptions(
    string Name,
    StateDirectory Directory,
    Programs Programs,
    string RuntimeDirectory,
    IReadOnlyList<string> Nodes,
    int BmcPort,
    double DelayFactor)
{
    /// <summary>Failure domains that a laptop's nodes are spread over.</summary>
    private const int Zones = 2;

    /// <summary>LNet's name for TCP networks, which it takes when nobody has configured it.</summary>
    private const string Network = "tcp";

    /// <summary>Interfaces of every node, each with the third byte of its loopback addresses: two rails of Ethernet and one of InfiniBand.</summary>
    private static readonly (string Name, int Subnet)[] Rails = [("eth0", 1), ("eth1", 2), ("ib0", 3)];

    /// <summary>Times of its kubelet.</summary>
    public KubeletOptions Kubelet { get; init; } = new();

    /// <summary>Its place among the nodes, from 1.</summary>
    public int Ordinal => Nodes.ToList().IndexOf(Name) + 1;

    /// <summary>Internal address: loopback, one a node, so that node addresses differ as in life.</summary>
    public string Address => AddressOf(Ordinal, Rails[0].Subnet);

    /// <summary>Its address in Lustre's network.</summary>
    public string Nid => $"{Address}@{Network}";

    /// <summary>Addresses of a node's interfaces.</summary>
    /// <param name="nodes">All nodes of the cluster, in the order of their addresses.</param>
    /// <param name="node">One of them.</param>
    internal static IReadOnlyList<string> AddressesOf(IReadOnlyList<string> nodes, string node) =>
        [.. Rails.Select(rail => AddressOf(nodes.ToList().IndexOf(node) + 1, rail.Subnet))];

    /// <summary>Failure domain.</summary>
    public string Zone => string.Create(CultureInfo.InvariantCulture, $"zone{((Ordinal - 1) % Zones) + 1}");

    /// <summary>Directory of links by Lustre's tool names.</summary>
    public string ToolsDirectory => Path.Combine(Directory.NodeDirectory(Name), "tools");

    /// <summary>Directory of what a pod has on this node: its Secrets, its service account.</summary>
    /// <param name="podUid">UID of the pod.</param>
    public string PodDirectory(string podUid) => Path.Combine(Directory.NodeDirectory(Name), "pods", podUid);

    /// <summary>Service-account files of a pod. No volume can have this name.</summary>
    /// <param name="podUid">UID of the pod.</param>
    public string ServiceAccountDirectory(string podUid) => Path.Combine(PodDirectory(podUid), ".serviceaccount");

    /// <summary>Mount tables of this node's pods, one file each, named by the pod's UID.</summary>
    public string MountTableDirectory => Path.Combine(Directory.NodeDirectory(Name), "mounts");

    /// <summary>Socket of the simulated kernel.</summary>
    public string KernelSocket => State.RuntimeDirectory.KernelSocket(RuntimeDirectory, Name);

    /// <summary>Where its node agent answers the target agents of the node, its peers and the supervisor.</summary>
    public string NodeAgentSocket => State.RuntimeDirectory.NodeAgentSocket(RuntimeDirectory, Name);

    /// <summary>Socket of its machine's watchdog.</summary>
    public string WatchdogSocket => State.RuntimeDirectory.WatchdogSocket(RuntimeDirectory, Name);

    /// <summary>Its network interfaces.</summary>
    public IReadOnlyList<NetInterface> Interfaces => [.. Rails.Select(r => new NetInterface(r.Name, AddressOf(Ordinal, r.Subnet)))];

    /// <summary>Socket of the kernel that owns a NID, on whatever network and rail; null when no node has its address.</summary>
    /// <param name="nid">Such as <c>127.0.1.1@tcp</c> or <c>127.0.3.1@o2ib</c>.</param>
    public string? KernelSocketOfNid(string nid)
    {
        ArgumentNullException.ThrowIfNull(nid);
        // A node may have come since this one booted; addresses never change.
        var owner = OwnerOfNid(Nodes, nid) ?? OwnerOfNid(Directory.ReadMarker()?.Nodes ?? [], nid);
        return owner is null ? null : State.RuntimeDirectory.KernelSocket(RuntimeDirectory, owner);
    }

    /// <summary>Socket on which the kernel that owns a NID serves clients; null when no node has its address.</summary>
    /// <param name="cluster">The cluster as it was set up.</param>
    /// <param name="nid">Such as <c>127.0.1.1@tcp</c>.</param>
    public static string? LnetSocketOfNid(StateRecord cluster, string nid)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(nid);
        return OwnerOfNid(cluster.Nodes, nid) is { } owner ? State.RuntimeDirectory.LnetSocket(cluster.RuntimeDirectory, owner) : null;
    }

    /// <summary>Reads what the hall laid out for the node.</summary>
    /// <param name="name">Node name.</param>
    /// <param name="directory">State directory.</param>
    /// <exception cref="StateException">No hall runs there, or it knows no such node.</exception>
    public static NodeOptions Read(string name, StateDirectory directory)
    {
        if (directory.ReadMarker() is not { RuntimeDirectory.Length: > 0 } marker)
            throw new StateException($"No laptop cluster runs in {directory.Root}: nodes are started by 'supervisor local up'.");
        if (!marker.Present.Contains(name))
            throw new StateException($"The cluster in {directory.Root} has no node '{name}'; it has {string.Join(", ", marker.Present)}.");
        return new NodeOptions(
            name, directory, Programs.Find(), marker.RuntimeDirectory, marker.Nodes, marker.Ports.Bmc, marker.DelayFactor)
        {
            Kubelet = KubeletOptions.From(Environment.GetEnvironmentVariable),
        };
    }

    /// <summary>What the sockets of a NID's owner are called after: a node, or a virtual machine's address.</summary>
    private static string? OwnerOfNid(IReadOnlyList<string> nodes, string nid)
    {
        var address = nid.Split('@')[0];
        if (GuestAddress.IsGuest(address))
            return address;
        for (var ordinal = 1; ordinal <= nodes.Count; ordinal++)
        {
            if (Rails.Any(r => AddressOf(ordinal, r.Subnet) == address))
                return nodes[ordinal - 1];
        }

        return null;
    }

    /// <summary>Node that has this address on one of its interfaces; null when none has.</summary>
    /// <param name="nodes">All nodes of the cluster, in the order of their addresses.</param>
    /// <param name="address">The address.</param>
    internal static string? OwnerOfAddress(IReadOnlyList<string> nodes, string address) => nodes.FirstOrDefault(node => AddressesOf(nodes, node).Contains(address));

    private static string AddressOf(int ordinal, int subnet) => string.Create(CultureInfo.InvariantCulture, $"127.0.{subnet}.{ordinal}");
}
