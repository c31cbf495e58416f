using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>How far a target's mount is.</summary>
public enum MountPhase
{
    /// <summary>mount(2) has claimed the service name and is under way.</summary>
    Starting,

    /// <summary>The target serves.</summary>
    Up,

    /// <summary>Being unmounted.</summary>
    Stopping,
}

/// <summary>A target in a kernel.</summary>
public sealed record TargetMount
{
    /// <summary>Service name, unique in a kernel.</summary>
    public required string Service { get; init; }

    /// <summary>Device path as given to mount.</summary>
    public required string DevicePath { get; init; }

    /// <summary>Mount point.</summary>
    public required string Directory { get; init; }

    /// <summary>Pod whose mount namespace holds the mount; empty for the node's own.</summary>
    public required string PodUid { get; init; }

    /// <summary>Process that mounted.</summary>
    public int Pid { get; init; }

    /// <summary>Incarnation that asked for the mount.</summary>
    public string Incarnation { get; init; } = "";

    /// <summary>How far the mount is.</summary>
    public MountPhase Phase { get; init; }

    /// <summary>True from the moment at which the backing file system is mounted: from then on this kernel writes the device.</summary>
    public bool BackendMounted { get; init; }

    /// <summary>True from the moment at which the MGS within this target answers.</summary>
    public bool MgsStarted { get; init; }

    /// <summary>Permanent data as they were when the mount read them.</summary>
    public required TargetData Data { get; init; }

    /// <summary>Capacity of the device in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Sequence that this kernel wrote last to the MMP block.</summary>
    public uint MmpSequence { get; init; }

    /// <summary>When it wrote that.</summary>
    public DateTimeOffset MmpWrittenAt { get; init; }

    /// <summary>Sequence of the stamp with which this mount began: tells it from an earlier mount of the same target.</summary>
    public long MountStamp { get; init; }

    /// <summary>Sequence of this mount's newest stamp.</summary>
    public long StampSequence { get; init; }

    /// <summary>True once the backing file system went read-only: MMP taken by another node, or an I/O error.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>True once a data loss has been recorded for this mount: one record is enough.</summary>
    public bool DataLossSeen { get; init; }

    /// <summary>Recovery of the clients; <see cref="Inactive"/> on an MGT.</summary>
    public RecoveryState Recovery { get; init; } = new Inactive();
}
