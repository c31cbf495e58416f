using System.Collections.Immutable;
using CsCheck;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Model;

/// <summary>
/// What can be told to a server in a hostile world: reports that are stale, repeated or out of order, kernels that come and go, proofs
/// for other kernels. Relative numbers are resolved against the state when the step is taken.
/// </summary>
public sealed record Step(string Name, Func<ServerState, ImmutableArray<int>, ServerCommand> Command, int Reboots = 0, double Seconds = 0);

/// <summary>Random steps. A boot counter per node is the world's only memory.</summary>
public static class World
{
    public const int NodeCount = 3;

    private static readonly Gen<int> Node = Gen.Int[1, NodeCount];

    /// <summary>Mostly the current life, sometimes an earlier or a later one.</summary>
    private static readonly Gen<int> Offset = Gen.Frequency((8, Gen.Const(0)), (1, Gen.Const(-1)), (1, Gen.Const(1)));

    private static readonly Gen<FaultKind> Kind = Gen.Enum<FaultKind>();

    private static readonly Gen<string> Reason = Gen.OneOf(
        "Other", FaultReasons.NodeLost, FaultReasons.NodeRebooted, FaultReasons.Lbug, FaultReasons.KernelDiffers);

    private static readonly Gen<string> Uuid = Gen.Frequency((9, Gen.Const(Sample.DeviceUuid)), (1, Gen.Const("stranger")));

    public static Gen<Step> Any { get; } = Gen.Frequency(
        (6, Proceed()),
        (8, Forward()),
        (4, Gen.Select(Offset, Kind, Reason).Select((o, k, r) => Tell(
            $"fail {o} {k} {r}", s => new FailIncarnation(At(s, o), new Fault(k, r, "seen"), Pod(s, o))))),
        (3, Gen.Select(Offset, Node).Select((o, n) => new Step(
            $"kernel {o} node{n}", (s, boots) => new ReportKernel(At(s, o), Kernel(n, boots), Pod(s, o))))),
        (2, Gen.Select(Offset, Gen.Bool).Select((o, a) => Tell($"unmounted {o} {a}", s => new ReportUnmounted(At(s, o), a, "seen")))),
        (2, Gen.Select(Offset, Uuid).Select((o, u) => Tell($"formatted {o} {u}", s => new ReportFormatted(At(s, o), u)))),
        (2, Gen.Select(Offset, Uuid).Select((o, u) => Tell($"mounted {o} {u}", s => new ReportMounted(At(s, o), u)))),
        (5, Proof()),
        (2, Node.Select(n => new Step($"reboot node{n}", (_, _) => new Resume(), Reboots: n))),
        (2, Gen.Const(Tell("release", s => new Release(Sample.Order(s.LastNumber))))),
        (1, Gen.Const(Tell("fence", s => new FenceByPerson(Sample.Order(s.LastNumber))))),
        (1, Gen.Bool.Select(h => Tell($"state off {h}", s => new StateOff(Sample.Order(s.LastNumber), h)))),
        (1, Gen.Const(Tell("failover", s => new Failover(Sample.Order(s.LastNumber), null)))),
        (2, Offset.Select(o => Tell($"drain {o}", s => new ReportPodRemoval(At(s, o))))),
        (2, Gen.Select(Node, Gen.Bool).Select((n, p) => new Step($"hear node{n} {p}", (_, boots) => new HearKernel(Kernel(n, boots), p)))),
        (1, Gen.Const(Tell("blame", _ => new BlameSupervisor("bug")))),
        (1, Gen.Bool.Select(p => Tell($"pause {p}", _ => new DeclareServer(Sample.Spec with { Paused = p }, true)))),
        (2, Gen.Double[0, 400].Select(t => Tell($"wait {t:F0}", s => new ReportPod(At(s, 0), Pod(s, 0))) with { Seconds = t })));

    public static KernelId Kernel(int node, ImmutableArray<int> boots) => Sample.Kernel(node, boots[node - 1]);

    /// <summary>The node's agent answers truthfully and the next report is the one that is waited for: so that runs get far.</summary>
    private static Gen<Step> Forward() => Gen.Const(new Step("forward", (s, boots) => s.Phase switch
    {
        ServerPhase.Starting => new ReportKernel(At(s, 0), Kernel(NodeNumber(s), boots), Pod(s, 0)),
        ServerPhase.Formatting => new ReportFormatted(At(s, 0), Sample.DeviceUuid),
        ServerPhase.Mounting => new ReportMounted(At(s, 0), Sample.DeviceUuid),
        ServerPhase.Recovering => new ReportRecovery(At(s, 0), "COMPLETE"),
        ServerPhase.Stopping => new ReportUnmounted(At(s, 0), true, "absent"),
        _ => new DeclareServer(Sample.Spec, true),
    }));

    private static Gen<Step> Proceed() => Gen.Bool.Array[NodeCount].Select(heard => new Step(
        $"proceed {string.Join(',', heard)}",
        (_, boots) => new Proceed([.. heard.Select((h, i) => Sample.Node(i + 1, boots[i]) with { Heard = h })]),
        Seconds: 30));

    private static Gen<Step> Proof() =>
        Gen.Select(Gen.Enum<ProofKind>(), Gen.Int[0, 3], Node, Gen.Int[1, 3]).Select((kind, aim, n, boot) => new Step(
            $"proof {kind} {aim} node{n} boot{boot}",
            (s, _) => new AcceptProof(s.Claim is { } claim && aim > 0
                ? new DeathProof(kind, claim.Number, claim.Kernel, "seen")
                : new DeathProof(kind, s.LastNumber - aim, Sample.Kernel(n, boot), "seen"))));

    private static Step Tell(string name, Func<ServerState, ServerCommand> command) => new(name, (s, _) => command(s));

    private static long At(ServerState state, int offset) => (state.Current?.Id.Number ?? 0) + offset;

    private static string Pod(ServerState state, int offset) => Sample.Pod(At(state, offset));

    private static int NodeNumber(ServerState state) => state.Current!.Node[^1] - '0';
}
