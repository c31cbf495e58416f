using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>A ZFS pool as its labels tell: what any host that sees the device reads, imported or not.</summary>
/// <param name="Name">Name of the pool.</param>
/// <param name="PoolId">Identity of the pool, a decimal number.</param>
public sealed record ZfsPool(string Name, string PoolId)
{
    /// <summary>Name of its one dataset without the pool's; empty until there is one.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>The target in the dataset, as its <c>lustre:*</c> properties tell; null until mkfs.lustre has written them.</summary>
    public TargetData? Data { get; init; }

    /// <summary>The property of that name: no host imports what another one writes.</summary>
    public bool Multihost { get; init; }

    /// <summary>True after a clean export; false while it is imported, and after the crash of whoever had it.</summary>
    public bool Exported { get; init; }

    /// <summary>Host id of the last import.</summary>
    public uint HostId { get; init; }

    /// <summary>Node name of the last import.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Tells an import from the ones before it.</summary>
    public string ImportId { get; init; } = "";

    /// <summary>Time of the last import.</summary>
    public DateTimeOffset ImportedAt { get; init; }

    /// <summary>Name of the dataset with the pool's: <c>POOL/DATASET</c>.</summary>
    public string FullName => $"{Name}/{Dataset}";
}
