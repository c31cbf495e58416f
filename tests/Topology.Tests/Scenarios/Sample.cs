using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>The people of the stories: one OST of file system scratch, four nodes that reach its device.</summary>
public static class Sample
{
    public const string DeviceUuid = "uuid-of-the-device";

    public static TargetId Ost { get; } = new("hpc", "scratch", "scratch", TargetKind.Ost, 0);

    public static DeviceRef Device { get; } = new("wwn-ost0", "/dev/ost0", 1L << 40);

    public static ServerSpec Spec { get; } = new()
    {
        Target = Ost,
        Device = Device,
        ServiceNodes = [.. Enumerable.Range(1, 4).Select(n => new ServiceNode(NodeName(n), Uuid(n), $"10.0.0.{n}@tcp", Device.Path))],
        MgsNids = ["10.0.0.1@tcp"],
        Runtime = new ServerRuntime("lustre-server", RuntimeKind.Pod, BackendKind.Ldiskfs, true),
        Healing = new HealingSpec(),
        OwnerUid = "owner",
    };

    public static ServerSpec MgsSpec { get; } = Spec with { Target = new TargetId("hpc", "scratch", "scratch", TargetKind.Mgt, 0) };

    public static string NodeName(int n) => $"node{n}";

    public static string Uuid(int n) => $"machine-{n}";

    /// <summary>Boot number <paramref name="boot"/> of node number <paramref name="n"/>.</summary>
    public static KernelId Kernel(int n, int boot = 1) => new(Uuid(n), $"boot-{n}-{boot}");

    public static IncarnationId Id(long number) => new(Moment.Epoch, number, "0000000000000000");

    public static string Pod(long number) => $"pod-{number}";

    /// <summary>A node that is fit.</summary>
    public static NodeCandidate Node(int n, int boot = 1) =>
        new(NodeName(n), Kernel(n, boot), true, true, true, true, 0, 0, false);

    /// <summary>All four nodes, fit.</summary>
    public static ImmutableArray<NodeCandidate> Nodes { get; } = [Node(1), Node(2), Node(3), Node(4)];

    /// <summary>A person's order about the target's newest life.</summary>
    public static PersonOrder Order(long number, string statement = "looked at it") => new("ada", statement, Ost.ObjectName, number);

    public static Fault Fault(FaultKind kind, string reason = "Reason") => new(kind, reason, "what was seen");
}
