using LustreSupervisor.LustreModel.Devices.Reservations;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LustreModel.Devices;

/// <summary>All that is true of one device at one moment.</summary>
/// <param name="Path">Path on the node that looks.</param>
/// <param name="SizeBytes">Capacity in bytes.</param>
public sealed record DeviceState(string Path, long SizeBytes)
{
    // Separator, role and index: ":OST000a".
    private const int SuffixLength = 8;

    /// <summary>What is on it.</summary>
    public DeviceContent Content { get; init; } = new Blank();

    /// <summary>Its multi-mount protection block; meaningful where <see cref="TargetData.Mmp"/> is set.</summary>
    public MmpBlock Mmp { get; init; } = MmpBlock.Unused;

    /// <summary>Configuration that an MGS keeps on it; empty on other targets.</summary>
    public MgsConfig Config { get; init; } = MgsConfig.Empty;

    /// <summary>The newest stamp; null when nobody ever mounted it.</summary>
    public Stamp? LastStamp { get; init; }

    /// <summary>Who may write it, as the storage itself keeps it.</summary>
    public ReservationTable Reservations { get; init; } = ReservationTable.Empty;

    /// <summary>True when the storage refuses every write of a kernel's machine: a reservation stands in which it is not registered.</summary>
    public bool RefusesWritesOf(KernelState kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return !Reservations.MayWrite(kernel.SystemUuid);
    }

    /// <summary>Name of the service that the label stands for, complete or not: <c>demo-OST000a</c>, <c>MGS</c>; empty when it bears none.</summary>
    public string Service => Content switch
    {
        Formatted formatted => formatted.Data.ServiceName,
        HalfFormatted { Label: { Length: > SuffixLength } label } => $"{label[..^SuffixLength]}-{label[^(SuffixLength - 1)..]}",
        HalfFormatted half => half.Label,
        PoolMember { Pool.Data: { } data } => data.ServiceName,
        _ => "",
    };

    /// <summary>The pool when this is a dataset of it and not the device itself.</summary>
    public ZfsPool? Pool { get; init; }

    /// <summary>The dataset of the pool on this device, as if it were a device: its target is the content.</summary>
    /// <param name="dataset"><c>POOL/DATASET</c>; it becomes the path.</param>
    public DeviceState Open(string dataset) => Content is not PoolMember { Pool: var pool } ? this with { Path = dataset } : this with
    {
        Path = dataset,
        Pool = pool,
        Content = pool.Data is { } data && pool.FullName == dataset ? new Formatted(data) : new Blank(),
    };

    /// <summary>The device again, with what has become of the dataset.</summary>
    /// <param name="device">Path of the device.</param>
    public DeviceState Close(string device) => Pool is null ? this with { Path = device } : this with
    {
        Path = device,
        Pool = null,
        Content = new PoolMember(Target is { } data ? Pool with { Data = data } : Pool),
    };

    /// <summary>The target that it bears, be it on the device itself or in the dataset of a pool on it; null when it bears none.</summary>
    public TargetData? Borne => Target ?? (Content as PoolMember)?.Pool.Data;

    /// <summary>The target on it, if it is one.</summary>
    public TargetData? Target => (Content as Formatted)?.Data;
}
