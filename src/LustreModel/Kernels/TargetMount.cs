using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Data;
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
    /// <summary>No parameter set by hand.</summary>
    public static readonly ImmutableSortedDictionary<string, string> NoSettings =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    // 2 × (50 + 5 + 5) s: server_calc_timeout in tgt_mount.c.
    private const long RecoverySecondsMin = 120;

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

    /// <summary>Parameters of the target that were set by hand; lost at the unmount.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = NoSettings;

    /// <summary>Mount options as they were given.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>When the mount was complete.</summary>
    public DateTimeOffset UpAt { get; init; }

    /// <summary>False when it was mounted with <c>nosvc</c>: only an MGS in it starts, the target itself does not.</summary>
    public bool Serves => !Options.Contains("nosvc");

    /// <summary>True when it was mounted with <c>no_create</c>: no new objects until a person allows them.</summary>
    public bool NoCreate => Options.Contains("no_create") || Options.Contains("no_precreate");

    /// <summary>Soft limit of recovery, in seconds, as given at the mount or by default; the kernel makes 120 of less.</summary>
    public long RecoverySoft => RecoveryTime("recovery_time_soft=", 300);

    /// <summary>Hard limit of recovery, in seconds.</summary>
    public long RecoveryHard => RecoveryTime("recovery_time_hard=", 900);

    /// <summary>Recovery of the clients; <see cref="Inactive"/> on an MGT.</summary>
    public RecoveryState Recovery { get; init; } = new Inactive();

    /// <summary>True once a person has asked for the end of recovery; whoever serves the clients takes it back when it is done.</summary>
    public bool AbortAsked { get; init; }

    /// <summary>True when the unmount that has begun drops the clients (<c>umount -f</c>).</summary>
    public bool DropsClients { get; init; }

    /// <summary>Clients and work; null where nobody serves clients, as on an MGT.</summary>
    public ServiceLoad? Load { get; init; }

    private long RecoveryTime(string option, long usual) =>
        Options.LastOrDefault(o => o.StartsWith(option, StringComparison.Ordinal)) is { } given
        && long.TryParse(given.AsSpan(option.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Max(seconds, RecoverySecondsMin)
            : usual;
}
