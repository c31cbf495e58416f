using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using Labels = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>Declared file systems and the nodes they find.</summary>
public static class Inventory
{
    private const int MinSizeGiB = 1;

    /// <summary>File system <c>hpc/scratch</c> with its own MGS.</summary>
    public static FilesystemFact Declared(int osts = 4, int mdts = 1, long generation = 1, Func<FilesystemSpec, FilesystemSpec>? with = null)
    {
        var spec = new FilesystemSpec
        {
            FsName = "scratch",
            Mgs = new MgsSpec(Storage("mgt"), []),
            Mdts = new TargetGroupSpec(mdts, Storage("mdt"), new PlacementSpec()),
            Osts = new TargetGroupSpec(osts, Storage("ost"), new PlacementSpec()),
        };
        return new FilesystemFact("hpc", "scratch", "uid-1", generation, with is null ? spec : with(spec));
    }

    public static StorageSpec Storage(string kind, Reachability reachable = Reachability.Shared) =>
        new(Labels.Empty.Add("lustre", kind), MinSizeGiB, reachable, null);

    public static TargetGroupSpec MaxPerNode(this TargetGroupSpec group, int limit) =>
        group with { Placement = group.Placement with { MaxPerNode = limit } };

    public static NodeFact Node(int n, string? zone, params NodeDevice[] devices) => new(
        Sample.NodeName(n),
        Sample.Kernel(n),
        Ready: true,
        HeartbeatStamp: "1",
        Schedulable: true,
        $"10.0.0.{n}",
        zone is null ? Labels.Empty : Labels.Empty.Add("topology.kubernetes.io/zone", zone),
        [.. devices],
        null);

    public static NodeDevice Device(string kind, int n, bool shared = true, long gibibytes = 64, string? id = null) =>
        new(new DeviceRef(id ?? $"wwn-{kind}{n}", $"/dev/{kind}{n}", gibibytes << 30), Labels.Empty.Add("lustre", kind), shared);

    /// <summary>Nodes in zones a, b, a, b that all reach one MGT, two MDTs and so many OSTs.</summary>
    public static ImmutableArray<NodeFact> SharedNodes(int nodes = 4, int osts = 4)
    {
        NodeDevice[] devices =
            [Device("mgt", 0), Device("mdt", 0), Device("mdt", 1), .. Enumerable.Range(0, osts).Select(n => Device("ost", n))];
        return [.. Enumerable.Range(1, nodes).Select(n => Node(n, n % 2 == 1 ? "a" : "b", devices))];
    }

    public static DeclareFilesystem Declare(
        FilesystemFact declared, ImmutableArray<NodeFact> nodes, string[]? taken = null, (string FsName, string Owner)[]? names = null) =>
        new(declared, nodes, [.. taken ?? []], (names ?? []).ToImmutableDictionary(n => n.FsName, n => n.Owner));
}
