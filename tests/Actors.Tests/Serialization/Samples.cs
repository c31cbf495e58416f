using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Serialization;

/// <summary>One fixed event of each type: what the golden bytes hold.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567);
    private static readonly EventMeta Meta = new(At, "the agent's session ended", "supervisor-0");
    private static readonly KernelId Kernel = new("4c4c4544-0031-4b10-8052-b4c04f4d3132", "0f6f2bd2-6a3c-4c8a-9a55-1f0e4f9ea1d7");
    private static readonly Fault Fault = new(FaultKind.PodCrashed, "ContainerExited", "container 'lustre' exited with 137");
    private const string PodUid = "8d1b7c1e-62a5-4b0e-9d4e-3b2f6a0c9e11";
    private const string DeviceUuid = "b7a1f0de-58c7-4d8d-8a3a-07d9f7a9a001";

    private static readonly HealingSpec Healing = new()
    {
        Restarts = new RestartSpec { MaxInWindow = 11, WindowSeconds = 601, BackoffMinSeconds = 2, BackoffMaxSeconds = 61, ResetAfterSeconds = 301 },
        Failover = FailoverMode.Manual,
        NodeLostAfterSeconds = 41,
        MaxNodesAtOnce = 2,
        Fencing = ["bmc", "scsiReservation"],
        SelfFenceEnabled = true,
        SelfFenceGrantSeconds = 31,
        MountTimeoutSeconds = 302,
        UnmountTimeoutSeconds = 303,
    };

    private static readonly ServerSpec Server = new()
    {
        Target = new TargetId("default", "scratch", "scratch", TargetKind.Ost, 10),
        Device = new DeviceRef("wwn-0x5000c500a1b2c3d4", "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4", 1L << 44),
        ServiceNodes =
        [
            new ServiceNode("node-1", Kernel.SystemUuid, "10.0.0.1@tcp,10.1.0.1@o2ib", "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4"),
            new ServiceNode("node-2", "4c4c4544-0032-4b10-8052-b4c04f4d3132", "10.0.0.2@tcp", "/dev/mapper/ost10"),
        ],
        MgsNids = ["10.0.0.1@tcp", "10.0.0.2@tcp"],
        Runtime = new ServerRuntime("lustre-server:2.15.8", RuntimeKind.Pod, BackendKind.Zfs, true),
        Healing = Healing,
        MaxPerNode = 3,
        Paused = true,
        OwnerUid = "f0e1d2c3-0000-4000-8000-000000000001",
    };

    private static readonly StorageSpec Storage = new(
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("role", "ost"), KeyValuePair.Create("tier", "flash")]),
        64, Reachability.Shared, """{"storageClassName":"fast"}""");

    private static readonly FilesystemSpec Filesystem = new()
    {
        FsName = "scratch",
        Version = "2.16.1",
        Image = "lustre-server:2.16.1",
        Runtime = RuntimeKind.VirtualMachine,
        Backend = BackendKind.Zfs,
        Network = new NetworkSpec { HostNetwork = true, Lnet = [new LnetSpec("o2ib1", ["ib0", "ib1"]), new LnetSpec("tcp", ["eth0"])] },
        Mgs = new MgsSpec(Storage with { ClaimTemplate = null, Reachable = Reachability.NodeLocal }, ["10.9.0.1@tcp"]),
        Mdts = Group(1),
        Osts = Group(4),
        TolerateFailedTargets = 1,
        Healing = Healing,
        Scaling = new ScalingSpec
        {
            Mode = "Automatic", MinOsts = 2, MaxOsts = 65, ScaleUpAbovePercent = 81, HeadroomPercent = 21, CooldownSeconds = 3601, AllowUnattendedRemoval = true,
        },
        Upgrade = new UpgradeSpec { Supervised = true, MaxUnavailablePerFailureDomain = 2, Windows = ["Sat 02:00-04:00"] },
        ChannelPolicy = ChannelPolicy.Rdma,
        Paused = true,
        DeletionPolicy = DeletionPolicy.Erase,
    };

    /// <summary>The samples.</summary>
    public static readonly ImmutableArray<IDomainEvent> All = [.. Servers(), .. Filesystems(), .. Machines()];

    private static TargetGroupSpec Group(int count) => new(count, Storage, new PlacementSpec
    {
        NodeSelector = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("lustre", "yes")]),
        FailureDomainKey = "rack",
        MaxPerNode = 5,
    });

    private static ImmutableArray<IDomainEvent> Servers() =>
    [
        new ServerDeclared(Meta, Server),
        new ServerRespecified(Meta, Server with { Target = Server.Target with { Kind = TargetKind.Mdt } }),
        new StartPermitted(Meta),
        new ServerResumed(Meta),
        new IncarnationPlanned(Meta, new IncarnationId(1, 7, "00ff00ff00ff00ff"), "node-2", "fit: alive, schedulable") { Kernel = new KernelId("4c4c4544-0042", "b1f5") },
        new PodCreated(Meta, 7, PodUid),
        new IncarnationStarted(Meta, 7, Kernel, PodUid),
        new FormatRequested(Meta, 7),
        new TargetFormatted(Meta, 7, DeviceUuid),
        new MountRequested(Meta, 7),
        new TargetMounted(Meta, 7, DeviceUuid),
        new ServingStarted(Meta, 7, "COMPLETE"),
        new UnmountRequested(Meta, 7),
        new IncarnationFailed(Meta, 7, Fault, PodUid),
        new BackOffStarted(Meta, At.AddSeconds(4), 3, "node-2"),
        new ProofAwaited(Meta, 7, Kernel, "node-2"),
        new DeathProved(Meta, new DeathProof(ProofKind.NodeFenced, 7, Kernel, "bmc: PowerState Off")),
        new ServerQuarantined(Meta, Fault with { Kind = FaultKind.Target }),
        new ServerReleased(Meta, "controller replaced"),
        new SupervisorFaulted(Meta, "InvalidOperationException: unknown effect"),
        new LifeContinued(Meta, 7),
        new ApprovalAwaited(Meta, "node-2", "failover is Manual"),
        new MoveRequested(Meta, "node-2", "controller of node-1 is to be replaced"),
        new FenceOrdered(Meta, 7, "the rack is on fire"),
        new OffStated(Meta, 7, Kernel, "power cable pulled"),
        new OrderRefused(Meta, "Release", "TypedConfirmation", "type the target's name"),
        new HandsOffChanged(Meta, "e2fsck on node-2"),
    ];

    private static ImmutableArray<IDomainEvent> Filesystems() =>
    [
        new FilesystemResumed(Meta),
        new SpecAccepted(Meta, "default", "scratch", "uid-1", 3, Filesystem),
        new SpecRefused(Meta, "default", "scratch", "uid-1", 4, "osts.count may not shrink"),
        new LayoutPlanned(Meta, 3, [Server]),
        new ServerFirstServed(Meta, "scratch-ost000a"),
        new FilesystemHandsOffChanged(Meta, "lfsck"),
        new FilesystemOrderRefused(Meta, "scratch-ost00ff", "Release", "UnknownTarget", "no target scratch-ost00ff"),
        new FencePermitted(Meta, Kernel.SystemUuid, Kernel.BootId, "node-2", "scratch-ost000a"),
        new FenceUnneeded(Meta, Kernel.SystemUuid, "scratch-ost000a"),
        new FenceSettled(Meta, Kernel.SystemUuid, "scratch-ost000a"),
    ];

    private static ImmutableArray<IDomainEvent> Machines() =>
    [
        new MachineResumed(Meta),
        new BootSeen(Meta, Kernel.BootId, "node-2", "http://127.0.0.1:8000/redfish/v1/Systems/1"),
        new FenceRequested(Meta, Kernel.BootId, ["bmc", "manual"], "default/scratch"),
        new FenceAttemptFailed(Meta, Kernel.BootId, "no answer", At.AddSeconds(5)),
        new FenceConfirmed(Meta, Kernel.BootId, "bmc", "PowerState Off"),
        new FenceWithdrawn(Meta, Kernel.BootId, "its node is heard again"),
    ];
}
