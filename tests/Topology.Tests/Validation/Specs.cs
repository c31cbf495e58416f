using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Tests.Validation;

/// <summary>Specs to break.</summary>
internal static class Specs
{
    /// <summary>A good file system: one MGS, one MDT, four OSTs.</summary>
    public static FilesystemSpec Good => new()
    {
        FsName = "scratch",
        Mgs = new MgsSpec(Devices("mgt"), []),
        Mdts = new TargetGroupSpec(1, Devices("mdt"), new PlacementSpec()),
        Osts = new TargetGroupSpec(4, Devices("ost"), new PlacementSpec()),
    };

    public static StorageSpec Devices(string label) =>
        new(ImmutableSortedDictionary<string, string>.Empty.Add("lustre", label), 1, Reachability.Shared, null);
}
