using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>Stretches of a server's past, to begin a story with. Times are seconds after the story's zero.</summary>
public static class Past
{
    public static ServerEvent[] Declared(ServerSpec? spec = null) =>
        [new ServerDeclared(Moment.Meta(0), spec ?? Sample.Spec), new StartPermitted(Moment.Meta(0))];

    /// <summary>A life was planned and its pod exists; no agent answered yet.</summary>
    public static ServerEvent[] Starting(long number = 1, int node = 1, double at = 0) =>
    [
        new IncarnationPlanned(Moment.Meta(at), Sample.Id(number), Sample.NodeName(node), "fit"),
        new PodCreated(Moment.Meta(at), number, Sample.Pod(number)),
    ];

    /// <summary>The agent answered: its kernel holds the claim.</summary>
    public static ServerEvent[] Claimed(long number = 1, int node = 1, double at = 0) =>
    [
        .. Starting(number, node, at),
        new IncarnationStarted(Moment.Meta(at), number, Sample.Kernel(node), Sample.Pod(number)),
    ];

    public static ServerEvent[] Formatting(long number = 1, int node = 1, double at = 0) =>
        [.. Claimed(number, node, at), new FormatRequested(Moment.Meta(at), number)];

    /// <summary>Formats and mounts in its first life.</summary>
    public static ServerEvent[] Mounting(long number = 1, int node = 1, double at = 0) =>
    [
        .. Formatting(number, node, at),
        new TargetFormatted(Moment.Meta(at), number, Sample.DeviceUuid),
        new MountRequested(Moment.Meta(at), number),
    ];

    public static ServerEvent[] Serving(long number = 1, int node = 1, double at = 0) =>
    [
        .. Mounting(number, node, at),
        new TargetMounted(Moment.Meta(at), number, Sample.DeviceUuid),
        new ServingStarted(Moment.Meta(at), number, "INACTIVE"),
    ];

    /// <summary>A later life, of a target that was formatted before.</summary>
    public static ServerEvent[] ServingAgain(long number, int node = 1, double at = 0) =>
    [
        .. Claimed(number, node, at),
        new MountRequested(Moment.Meta(at), number),
        new TargetMounted(Moment.Meta(at), number, Sample.DeviceUuid),
        new ServingStarted(Moment.Meta(at), number, "COMPLETE"),
    ];

    public static ServerEvent[] Crashed(long number = 1, double at = 0, int step = 1, double retryAt = 0) =>
    [
        new IncarnationFailed(Moment.Meta(at), number, Sample.Fault(FaultKind.PodCrashed), Sample.Pod(number)),
        new BackOffStarted(Moment.Meta(at), Moment.At(retryAt), step, null),
    ];

    public static ServerEvent[] Stopping(long number = 1, double at = 0, string? avoid = "node1") =>
    [
        new IncarnationFailed(Moment.Meta(at), number, Sample.Fault(FaultKind.Node, "DeviceGone"), Sample.Pod(number)),
        new UnmountRequested(Moment.Meta(at), number) { AvoidNode = avoid },
    ];

    /// <summary>The node fell silent and no proof is there yet.</summary>
    public static ServerEvent[] AwaitingProof(long number = 1, int node = 1, double at = 0) =>
    [
        new IncarnationFailed(Moment.Meta(at), number, Sample.Fault(FaultKind.Node, FaultReasons.NodeLost), Sample.Pod(number)),
        new ProofAwaited(Moment.Meta(at), number, Sample.Kernel(node), Sample.NodeName(node)) { Silent = true },
    ];

    public static ServerEvent[] Quarantined(long number = 1, double at = 0) =>
    [
        new IncarnationFailed(Moment.Meta(at), number, Sample.Fault(FaultKind.Target), Sample.Pod(number)),
        new ServerQuarantined(Moment.Meta(at), Sample.Fault(FaultKind.Target)),
    ];

    public static DeathProof Fenced(long number = 1, int node = 1) =>
        new(ProofKind.NodeFenced, number, Sample.Kernel(node), "bmc: off");

    public static DeathProof Gone(long number = 1, int node = 1) =>
        new(ProofKind.KernelGone, number, Sample.Kernel(node), "a later boot");
}
