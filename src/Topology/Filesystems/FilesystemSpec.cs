using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>The declared file system: <c>spec</c> of the <c>LustreFilesystem</c> resource, defaults filled in. Meanings: deploy/crds.</summary>
public sealed record FilesystemSpec
{
    /// <summary>Lustre's name, 1 to 8 of <c>[A-Za-z0-9_-]</c> (mkfs.lustre). Immutable.</summary>
    public required string FsName { get; init; }

    /// <summary>Lustre version of the servers.</summary>
    public string Version { get; init; } = "2.15.8";

    /// <summary>Container image of the servers.</summary>
    public string Image { get; init; } = "lustre-server";

    /// <summary>How servers run. Immutable.</summary>
    public RuntimeKind Runtime { get; init; } = RuntimeKind.Pod;

    /// <summary>Back-end file system of the targets. Immutable.</summary>
    public BackendKind Backend { get; init; } = BackendKind.Ldiskfs;

    /// <summary>LNet networks.</summary>
    public NetworkSpec Network { get; init; } = new();

    /// <summary>The management target, or the NIDs of an external one.</summary>
    public required MgsSpec Mgs { get; init; }

    /// <summary>Metadata targets.</summary>
    public required TargetGroupSpec Mdts { get; init; }

    /// <summary>Object storage targets.</summary>
    public required TargetGroupSpec Osts { get; init; }

    /// <summary>Creation succeeds with up to this many failed servers.</summary>
    public int TolerateFailedTargets { get; init; }

    /// <summary>What is done about failures.</summary>
    public HealingSpec Healing { get; init; } = new();

    /// <summary>Growth and shrinking.</summary>
    public ScalingSpec Scaling { get; init; } = new();

    /// <summary>How Lustre's code is brought to another version.</summary>
    public UpgradeSpec Upgrade { get; init; } = new();

    /// <summary>Required channel kind between pods, or Auto.</summary>
    public ChannelPolicy ChannelPolicy { get; init; } = ChannelPolicy.Auto;

    /// <summary>Stops all action of the supervisor on this file system.</summary>
    public bool Paused { get; init; }

    /// <summary>What becomes of devices when the resource is deleted.</summary>
    public DeletionPolicy DeletionPolicy { get; init; } = DeletionPolicy.Retain;
}

/// <summary>How servers run.</summary>
public enum RuntimeKind
{
    /// <summary>Privileged pods on the node's kernel.</summary>
    Pod,

    /// <summary>KubeVirt virtual machines, each with its own kernel.</summary>
    VirtualMachine,
}

/// <summary>Back-end file system of a target.</summary>
public enum BackendKind
{
    /// <summary>Patched ext4, guarded by MMP.</summary>
    Ldiskfs,

    /// <summary>ZFS, guarded by multihost.</summary>
    Zfs,
}

/// <summary>Kind of channel that a file system demands.</summary>
public enum ChannelPolicy
{
    /// <summary>The best that works.</summary>
    Auto,

    /// <summary>Shared memory only.</summary>
    SharedMemory,

    /// <summary>RDMA only.</summary>
    Rdma,

    /// <summary>TCP only.</summary>
    Tcp,
}

/// <summary>What becomes of devices when a file system is deleted.</summary>
public enum DeletionPolicy
{
    /// <summary>Devices keep their data.</summary>
    Retain,

    /// <summary>Devices may be erased, after the typed confirmation.</summary>
    Erase,
}

/// <summary>LNet networks of the servers.</summary>
public sealed record NetworkSpec
{
    /// <summary>Servers use the node's network namespace (stable NIDs).</summary>
    public bool HostNetwork { get; init; } = true;

    /// <summary>Networks, first one first.</summary>
    public ImmutableArray<LnetSpec> Lnet { get; init; } = [new LnetSpec("tcp", ["eth0"])];
}

/// <summary>One LNet network.</summary>
/// <param name="Net">Network, such as <c>tcp</c> or <c>o2ib1</c>.</param>
/// <param name="Interfaces">Interfaces on it; several are rails.</param>
public sealed record LnetSpec(string Net, ImmutableArray<string> Interfaces);

/// <summary>The management server.</summary>
/// <param name="Storage">Its storage; null when external.</param>
/// <param name="ExternalNids">NIDs of an external MGS; empty when it is ours.</param>
public sealed record MgsSpec(StorageSpec? Storage, ImmutableArray<string> ExternalNids);

/// <summary>A group of targets of one kind.</summary>
/// <param name="Count">How many.</param>
/// <param name="Storage">Where they live.</param>
/// <param name="Placement">On which nodes.</param>
public sealed record TargetGroupSpec(int Count, StorageSpec Storage, PlacementSpec Placement);

/// <summary>Where targets live: discovered devices, or block volumes claimed from a storage class.</summary>
/// <param name="Selector">Labels that a device must carry; empty for a claim.</param>
/// <param name="MinSizeGiB">Smallest device accepted, in GiB.</param>
/// <param name="Reachable">Whether several nodes must reach it.</param>
/// <param name="ClaimTemplate">Storage class, size and volume mode of a claim, as JSON; null for devices.</param>
public sealed record StorageSpec(
    ImmutableSortedDictionary<string, string> Selector,
    int MinSizeGiB,
    Reachability Reachable,
    string? ClaimTemplate);

/// <summary>Which nodes reach a device.</summary>
public enum Reachability
{
    /// <summary>Several: failover is possible.</summary>
    Shared,

    /// <summary>One: the target waits for its node.</summary>
    NodeLocal,
}

/// <summary>Constraints on nodes.</summary>
public sealed record PlacementSpec
{
    /// <summary>Labels that a node must carry.</summary>
    public ImmutableSortedDictionary<string, string> NodeSelector { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Node label whose values name failure domains.</summary>
    public string FailureDomainKey { get; init; } = "topology.kubernetes.io/zone";

    /// <summary>Most targets of this group on one node; 0 for no limit.</summary>
    public int MaxPerNode { get; init; }
}

/// <summary>What is done about failures.</summary>
public sealed record HealingSpec
{
    /// <summary>Restart budget and back-off.</summary>
    public RestartSpec Restarts { get; init; } = new();

    /// <summary>Whether servers move to another node by themselves.</summary>
    public FailoverMode Failover { get; init; } = FailoverMode.Automatic;

    /// <summary>Silence after which a node counts as lost, in seconds.</summary>
    public int NodeLostAfterSeconds { get; init; } = 40;

    /// <summary>Most nodes fenced at once without a person.</summary>
    public int MaxNodesAtOnce { get; init; } = 1;

    /// <summary>Fence agents in the order of trial: bmc, exec, scsiReservation, nvmeReservation, manual.</summary>
    public ImmutableArray<string> Fencing { get; init; } = ["bmc"];

    /// <summary>Nodes fence themselves when they lose their peers.</summary>
    public bool SelfFenceEnabled { get; init; }

    /// <summary>Life of a self-fencing grant, in seconds.</summary>
    public int SelfFenceGrantSeconds { get; init; } = 30;

    /// <summary>Deadline of a mount, in seconds. MMP alone takes up to 45 s.</summary>
    public int MountTimeoutSeconds { get; init; } = 300;

    /// <summary>Deadline of an unmount, in seconds.</summary>
    public int UnmountTimeoutSeconds { get; init; } = 300;

    /// <summary>Windows, such as <c>Sun 02:00-04:00</c> (UTC), in which servers go back to their preferred nodes; none: only on request.</summary>
    public ImmutableArray<string> FailbackWindows { get; init; } = [];

    /// <summary>Faults that this file system handles more cautiously than the crash policy.</summary>
    public ImmutableArray<FaultChoice> OnFault { get; init; } = [];
}

/// <summary>A file system's own answer to a kind of fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Response">One of <see cref="CrashPolicy.ChoicesFor"/>.</param>
public sealed record FaultChoice(FaultKind Fault, TargetResponse Response);

/// <summary>Whether servers move to another node by themselves.</summary>
public enum FailoverMode
{
    /// <summary>Yes, after a proof of death.</summary>
    Automatic,

    /// <summary>After a proof and a person's approval.</summary>
    Manual,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>Restart budget and back-off of one server.</summary>
public sealed record RestartSpec
{
    /// <summary>Restarts allowed within the window; one more quarantines the target.</summary>
    public int MaxInWindow { get; init; } = 10;

    /// <summary>Window, in seconds.</summary>
    public int WindowSeconds { get; init; } = 600;

    /// <summary>First back-off, in seconds.</summary>
    public int BackoffMinSeconds { get; init; } = 1;

    /// <summary>Longest back-off, in seconds.</summary>
    public int BackoffMaxSeconds { get; init; } = 60;

    /// <summary>Serving this long resets the back-off, in seconds.</summary>
    public int ResetAfterSeconds { get; init; } = 300;
}

/// <summary>Growth and shrinking.</summary>
public sealed record ScalingSpec
{
    /// <summary>Off, Propose or Automatic.</summary>
    public string Mode { get; init; } = "Propose";

    /// <summary>Fewest OSTs.</summary>
    public int MinOsts { get; init; } = 1;

    /// <summary>Most OSTs.</summary>
    public int MaxOsts { get; init; } = 64;

    /// <summary>Fill above which OSTs are added, in percent.</summary>
    public int ScaleUpAbovePercent { get; init; } = 80;

    /// <summary>Free space that a removal must leave, in percent.</summary>
    public int HeadroomPercent { get; init; } = 20;

    /// <summary>Rest between two actions, in seconds.</summary>
    public int CooldownSeconds { get; init; } = 3600;

    /// <summary>Removals need no person.</summary>
    public bool AllowUnattendedRemoval { get; init; }
}

/// <summary>How Lustre's code is brought to another version.</summary>
public sealed record UpgradeSpec
{
    /// <summary>A person approves each step.</summary>
    public bool Supervised { get; init; }

    /// <summary>Servers down at once per failure domain.</summary>
    public int MaxUnavailablePerFailureDomain { get; init; } = 1;

    /// <summary>Maintenance windows.</summary>
    public ImmutableArray<string> Windows { get; init; } = [];
}
