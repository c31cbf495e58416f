using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Tests.Journal;

/// <summary>Decisions as they follow each other in life, about two file systems.</summary>
internal static class SampleLives
{
    public const string Ost = "server/default~scratch-ost000a";
    public const string Scratch = "filesystem/default~scratch";
    public const string Home = "filesystem/default~home";
    public const string HomeMdt = "server/default~home-mdt0000";
    public const string Machine = "machine/uuid-1";
    private static readonly KernelId Kernel = new("uuid-1", "boot-1");

    /// <summary>What each actor decided, in the order of writing.</summary>
    public static readonly ImmutableArray<(string PersistenceId, IReadOnlyList<IDomainEvent> Events)> All =
    [
        (Machine, [new MachineResumed(Meta(0)), new BootSeen(Meta(1), "boot-1", "node-1", null)]),
        (Scratch,
        [
            new FilesystemResumed(Meta(2)),
            new SpecRefused(Meta(3), "default", "scratch", "uid-1", 1, "no MGS"),
            new LayoutPlanned(Meta(4), 2, [Spec("scratch", TargetKind.Ost, 10, "uuid-1")]),
            new ServerFirstServed(Meta(5), "scratch-ost000a"),
        ]),
        (Ost,
        [
            new ServerDeclared(Meta(6), Spec("scratch", TargetKind.Ost, 10, "uuid-1")),
            new StartPermitted(Meta(7)),
            new IncarnationPlanned(Meta(8), new IncarnationId(1, 1, "ab"), "node-1", "fit"),
            new PodCreated(Meta(9), 1, "pod-1"),
            new IncarnationStarted(Meta(10), 1, Kernel, "pod-1"),
            new FormatRequested(Meta(11), 1),
            new TargetFormatted(Meta(12), 1, "fs-uuid"),
            new MountRequested(Meta(13), 1),
            new TargetMounted(Meta(14), 1, "fs-uuid"),
            new ServingStarted(Meta(15), 1, "INACTIVE"),
            new IncarnationFailed(Meta(16), 1, new Fault(FaultKind.PodCrashed, "ContainerExited", "exit code 137"), "pod-1"),
            new BackOffStarted(Meta(16), Meta(18).At, 1, null),
        ]),
        (HomeMdt, [new ServerDeclared(Meta(20), Spec("home", TargetKind.Mdt, 0, "uuid-2"))]),
        (Home, [new FilesystemResumed(Meta(21))]),
    ];

    private static EventMeta Meta(int second) => new(Cli.CommandRun.Now.AddSeconds(second), $"cause {second}", "supervisor-0");

    private static ServerSpec Spec(string filesystem, TargetKind kind, int index, string machine) => new()
    {
        Target = new TargetId("default", filesystem, filesystem, kind, index),
        Device = new DeviceRef("wwn-1", "/dev/disk/by-id/wwn-1", 1L << 40),
        ServiceNodes = [new ServiceNode("node-1", machine, "10.0.0.1@tcp", "/dev/disk/by-id/wwn-1")],
        MgsNids = ["10.0.0.1@tcp"],
        Runtime = new ServerRuntime("lustre-server", RuntimeKind.Pod, BackendKind.Ldiskfs, true),
        Healing = new HealingSpec(),
        OwnerUid = "uid-1",
    };
}
