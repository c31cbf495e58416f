using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>One boot of one node, as Lustre sees it. All of it is lost when the kernel dies; what survives is on the devices.</summary>
/// <param name="NodeName">The kernel's node name, as MMP writes it.</param>
/// <param name="SystemUuid">Identity of the machine.</param>
/// <param name="BootId">Identity of the boot.</param>
/// <param name="BootNids">NIDs that LNet takes when it comes up without a configuration: in life the first interface, as tcp.</param>
public sealed record KernelState(string NodeName, string SystemUuid, string BootId, ImmutableArray<string> BootNids)
{
    /// <summary>Version that the modules report.</summary>
    public const string LustreVersion = "2.17.0";

    /// <summary>Factor for Lustre's own delays: 1 in life, less where a demonstration must not take minutes.</summary>
    public double DelayFactor { get; init; } = 1;

    /// <summary>Interfaces of the node; empty to have one for each of <see cref="BootNids"/>.</summary>
    public ImmutableArray<NetInterface> Interfaces { get; init; } = [];

    /// <summary>Whether LNet is up in this kernel, and on which rails.</summary>
    public LnetState Lnet { get; init; } = LnetState.Down;

    /// <summary>The node's NIDs, without the loopback one; none while LNet is down.</summary>
    public ImmutableArray<string> Nids => Lnet.Nids;

    /// <summary>Lustre's modules.</summary>
    public ModuleState Modules { get; init; } = ModuleState.Available;

    /// <summary>Targets by service name, from the moment a mount has claimed the name until the unmount is over.</summary>
    public ImmutableSortedDictionary<string, TargetMount> Targets { get; init; } =
        ImmutableSortedDictionary.Create<string, TargetMount>(StringComparer.Ordinal);

    /// <summary>False for a node without ZFS.</summary>
    public bool HasZfs { get; init; } = true;

    /// <summary>Host id (<c>spl_hostid</c>): 0 when nobody ran <c>zgenhostid</c>; by default a number of the machine's own.</summary>
    public uint HostId { get; init; } = HostIds.Of(SystemUuid);

    /// <summary>Imported ZFS pools by name.</summary>
    public ImmutableSortedDictionary<string, ImportedPool> Pools { get; init; } =
        ImmutableSortedDictionary.Create<string, ImportedPool>(StringComparer.Ordinal);

    /// <summary>Parameters of the kernel itself that were set by hand.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = TargetMount.NoSettings;

    /// <summary>What MGSs have told this kernel, by file system.</summary>
    public ImmutableSortedDictionary<string, FilesystemView> Views { get; init; } =
        ImmutableSortedDictionary.Create<string, FilesystemView>(StringComparer.Ordinal);

    /// <summary>True once an assertion of Lustre failed: the node needs a reboot.</summary>
    public bool Lbug { get; init; }

    /// <summary>When it booted; the times of <see cref="Ring"/> count from there.</summary>
    public DateTimeOffset BootedAt { get; init; }

    /// <summary>What it has written to its log.</summary>
    public KernelRing Ring { get; init; } = KernelRing.Empty;

    /// <summary>
    /// Error number of a mount that MMP refuses: EBUSY since Linux 6.4 (April 2023), <see cref="Errno.Invalid"/> on older kernels.
    /// </summary>
    public int MmpErrno { get; init; } = Errno.Busy;

    /// <summary>What was broken in this kernel on purpose.</summary>
    public FaultSet Faults { get; init; } = FaultSet.None;

    /// <summary>Targets whose mount is complete and whose unmount has not begun.</summary>
    public IEnumerable<TargetMount> Up => Targets.Values.Where(t => t.Phase == MountPhase.Up);

    /// <summary>The MGS that runs in this kernel; null when there is none. A kernel runs one at most.</summary>
    public TargetMount? Mgs => Targets.Values.FirstOrDefault(t => t.Data.IsMgs && t.MgsStarted);

    /// <summary>The MGS that runs in this kernel and answers: none after an LBUG, or while it was made silent.</summary>
    public TargetMount? ServingMgs => Lbug || Faults.Has(KernelFaultKind.MgsSilent, "MGS") ? null : Mgs;

    /// <summary>Mount table as a process of one pod sees it: targets are mounted in the pod's own mount namespace.</summary>
    /// <param name="podUid">The pod; empty for the node's own namespace.</param>
    public IEnumerable<TargetMount> MountTable(string podUid) =>
        Up.Where(t => t.PodUid == podUid);

    /// <summary>
    /// True when LNet carries messages between this kernel and a peer: there is a rail on the peer's network, and neither it nor the
    /// peer's NID is cut off.
    /// </summary>
    /// <param name="nid">A NID of the peer.</param>
    public bool Reaches(string nid) => nid == LnetState.Loopback
        ? Lnet.Up
        : SourceNid(nid) is { } own && !Faults.CutsOff(own) && !Faults.CutsOff(nid);

    /// <summary>The own NID from which messages to a peer go: the first on the peer's network that is not cut off; null when there is none.</summary>
    public string? SourceNid(string peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var net = peer[(peer.IndexOf('@') + 1)..];
        var rails = Lnet.Nis.Where(n => n.Net == net).ToArray();
        return (rails.FirstOrDefault(n => !Faults.CutsOff(n.Nid)) ?? rails.FirstOrDefault())?.Nid;
    }

    /// <summary>True while every read and write of a service's device fails with EIO.</summary>
    public bool DeviceFails(string service) => Faults.Has(KernelFaultKind.DeviceError, service);

    /// <summary>True while every read and write of a device fails with EIO; a device is known by the label that it bears.</summary>
    public bool DeviceFails(DeviceState? device) => device is not null && DeviceFails(device.Service);

    /// <summary>One of Lustre's own delays as this kernel waits it.</summary>
    public TimeSpan Scaled(TimeSpan delay) => delay * DelayFactor;

    /// <summary>What is known of a file system.</summary>
    public FilesystemView View(string fsName) => Views.GetValueOrDefault(fsName, FilesystemView.Unknown);

    /// <summary>This kernel after an MGS told it of a file system.</summary>
    public KernelState WithView(string fsName, FilesystemView view) => this with { Views = Views.SetItem(fsName, view) };

    /// <summary>This kernel with a parameter set by hand.</summary>
    internal KernelState WithSetting(string service, string name, string value) => service.Length == 0
        ? this with { Settings = Settings.SetItem(name, value) }
        : With(Targets[service] with { Settings = Targets[service].Settings.SetItem(name, value) });

    /// <summary>
    /// The device behind a path: for a dataset <c>POOL/DATASET</c> of an imported pool the pool's device, else the path itself.
    /// </summary>
    public string DeviceOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Pools.GetValueOrDefault(path.Split('/')[0])?.DevicePath ?? path;
    }

    /// <summary>This kernel with a pool imported, or known anew.</summary>
    internal KernelState WithPool(ImportedPool pool) => this with { Pools = Pools.SetItem(pool.Pool.Name, pool) };

    internal IEnumerable<NetInterface> NetInterfaces => Interfaces.IsEmpty
        ? BootNids.Select((nid, i) => new NetInterface($"eth{i}", nid[..nid.IndexOf('@')]))
        : Interfaces;

    /// <summary>This kernel after a message to a peer, answered or not.</summary>
    internal KernelState Exchanged(string peer, bool answered) => this with { Lnet = Lnet.Exchanged(SourceNid(peer), answered) };

    /// <summary>This kernel with LNet up: as it was configured, or else with <see cref="BootNids"/>.</summary>
    internal KernelState WithLnet() => Lnet.Up ? this : this with
    {
        Lnet = new LnetState
        {
            Up = true,
            Nis =
            [
                .. BootNids.Select((nid, i) => (Address: nid[..nid.IndexOf('@')], Net: nid[(nid.IndexOf('@') + 1)..], Name: $"eth{i}"))
                    .Select(n => new LocalNi(n.Net, NetInterfaces.FirstOrDefault(f => f.Address == n.Address)?.Name ?? n.Name, n.Address)),
            ],
        },
    };

    /// <summary>This kernel with Lustre's modules loaded, which brings LNet up.</summary>
    internal KernelState WithLustre() => WithLnet() with { Modules = ModuleState.Loaded };

    /// <summary>This kernel with more lines in its log.</summary>
    public KernelState Logged(DateTimeOffset now, params IEnumerable<string> lines) =>
        this with { Ring = lines.Aggregate(Ring, (ring, line) => ring.Add(new KernelLine(now, line))) };

    /// <summary>This kernel with one target's entry replaced.</summary>
    public KernelState With(TargetMount target) => this with { Targets = Targets.SetItem(target.Service, target) };

    /// <summary>This kernel without one target's entry.</summary>
    public KernelState Without(string service) => this with { Targets = Targets.Remove(service) };
}
