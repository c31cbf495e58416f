using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Folds a server's events into its state. Reads no clock; throws on an event it does not know.</summary>
public static class ServerEvolver
{
    /// <summary>State after <paramref name="e"/>.</summary>
    /// <exception cref="InvalidOperationException">The event is unknown.</exception>
    public static ServerState Evolve(ServerState state, ServerEvent e) => e switch
    {
        ServerDeclared x => Enter(state, ServerPhase.Declared, e) with { Spec = x.Spec },
        ServerRespecified x => state with { Spec = x.Spec },
        StartPermitted => Enter(state, ServerPhase.Placed, e),
        ServerResumed => state,
        IncarnationPlanned x => Plan(state, x),
        PodCreated x => state with { Current = state.Current! with { PodUid = x.PodUid }, Leftover = null },
        IncarnationStarted x => Start(state, x),
        FormatRequested => Enter(state, ServerPhase.Formatting, e) with { FormatPending = true },
        TargetFormatted x => state with { DeviceUuid = x.DeviceUuid, FormatPending = false },
        MountRequested => Enter(state, ServerPhase.Mounting, e),
        TargetMounted x => Mount(state, x),
        ServingStarted => Enter(state, ServerPhase.Serving, e) with { ServingSince = e.Meta.At, EverServed = true },
        UnmountRequested x => Enter(state, ServerPhase.Stopping, e) with { AvoidNode = x.AvoidNode, Current = NoLongerMounted(state) },
        IncarnationFailed x => Fail(state, x),
        BackOffStarted x => Enter(state, ServerPhase.BackingOff, e) with { RetryAt = x.RetryAt, BackoffStep = x.Step, AvoidNode = x.AvoidNode },
        ProofAwaited x => Await(state, x),
        DeathProved x => Prove(state, x.Proof),
        ServerQuarantined x => Enter(state, ServerPhase.Quarantined, e) with { LastFault = x.Cause, Leftover = state.Leftover ?? PodOf(state) },
        ServerReleased => state with { Failures = [], SupervisorFaults = [], BackoffStep = 0, LbugNodes = [], FormatPending = false },
        LifeContinued => Enter(state, ServerPhase.Recovering, e) with { Leftover = null, FenceOrderedBy = null },
        ApprovalAwaited => Enter(state, ServerPhase.AwaitingApproval, e),
        MoveRequested x => state with { Move = new MoveOrder(x.ToNode, x.Meta.By) },
        FenceOrdered x => state with { FenceOrderedBy = x.Meta.By },
        OffStated x => state with { StatedOff = new StatedOff(x.Kernel, x.Meta.By, x.Statement) },
        OrderRefused x => state with { LastRefusal = new Refusal(x.Order, x.Code, x.Meta.By, x.Meta.At) },
        HandsOffChanged x => state with { HandsOff = x.Reason },
        SupervisorFaulted => state with { SupervisorFaults = state.SupervisorFaults.Add(e.Meta.At) },
        _ => throw new InvalidOperationException($"Unknown server event {e.GetType().Name}."),
    };

    /// <summary>From the order on nobody knows: a frozen agent may carry it out when it thaws, and such a life cannot go on.</summary>
    private static Incarnation? NoLongerMounted(ServerState state) => state.Current is { } current ? current with { Mounted = false } : null;

    private static ServerState Enter(ServerState state, ServerPhase phase, ServerEvent e) =>
        state with { Phase = phase, PhaseSince = e.Meta.At };

    private static ServerState Plan(ServerState state, IncarnationPlanned e) =>
        Enter(state, ServerPhase.Starting, e) with
        {
            Current = new Incarnation(e.Id, e.Node, null, null, e.Kernel),
            LastNumber = e.Id.Number,
            ServingSince = null,
            Move = null,
            FenceOrderedBy = null,
            StatedOff = null,
        };

    private static ServerState Mount(ServerState state, TargetMounted e) =>
        Enter(state, ServerPhase.Recovering, e) with
        {
            DeviceUuid = e.DeviceUuid,
            Unspent = null,
            Current = state.Current! with { Mounted = true },
        };

    /// <summary>A kernel that is to be proved dead holds the claim until then, even if its agent never answered.</summary>
    private static ServerState Await(ServerState state, ProofAwaited e) =>
        Enter(state, ServerPhase.AwaitingProof, e) with
        {
            AwaitsSilent = e.Silent,
            Claim = state.Claim ?? new KernelClaim(e.Number, e.Kernel, e.Node, state.Current?.PodUid),
        };

    private static ServerState Start(ServerState state, IncarnationStarted e)
    {
        var current = state.Current! with { Kernel = e.Kernel, PodUid = e.PodUid };
        return state with
        {
            Current = current,
            Claim = new KernelClaim(e.Number, e.Kernel, current.Node, e.PodUid),
            Leftover = null,
        };
    }

    private static ServerState Fail(ServerState state, IncarnationFailed e)
    {
        var uid = e.PodUid ?? state.Current?.PodUid;
        var counts = e.Fault.Kind != FaultKind.MgsUnreachable;
        var lbug = e.Fault.Reason == FaultReasons.Lbug && state.Current is { } c && !state.LbugNodes.Contains(c.Node);
        return state with
        {
            LastFault = e.Fault,
            Current = state.Current is { } now ? now with { PodUid = uid } : null,
            Failures = counts ? Remember(state, e.Meta.At) : state.Failures,
            Leftover = uid is null ? state.Leftover : new LeftoverPod(e.Number, uid, false),
            LbugNodes = lbug ? state.LbugNodes.Add(state.Current!.Node) : state.LbugNodes,
        };
    }

    private static ImmutableArray<DateTimeOffset> Remember(ServerState state, DateTimeOffset at) =>
        BackOff.InWindow(state.Failures, state.Declared.Healing.Restarts.WindowSeconds, at).Add(at);

    private static ServerState Prove(ServerState state, DeathProof proof)
    {
        var uid = state.Current?.PodUid ?? state.Claim?.PodUid;
        return state with
        {
            Claim = null,
            FenceOrderedBy = null,
            StatedOff = null,
            // An unmount by a kernel that never mounted the target says nothing about the one that died with it.
            Unspent = proof.Kind == ProofKind.Unmounted ? state.Unspent : proof,
            FormatPending = state.FormatPending && proof.Kind == ProofKind.Unmounted,
            Leftover = uid is null ? state.Leftover : new LeftoverPod(proof.Number, uid, DiedWithIt(state, proof)),
        };
    }

    /// <summary>Whether the current pod's kernel is the dead one: a pod on a later boot of the machine is not covered by the proof.</summary>
    private static bool DiedWithIt(ServerState state, DeathProof proof) =>
        state.Current?.Kernel == proof.Kernel
        || (state.Current?.Kernel is null && proof.Kind.EndsMachine() && state.Current?.Node == state.Claim?.Node
            && state.LastFault?.Reason != FaultReasons.KernelDiffers);

    /// <summary>A life that ended without a fault of its own, because the supervisor failed, leaves its pod behind too.</summary>
    private static LeftoverPod? PodOf(ServerState state) =>
        state.Current is { PodUid: { } uid } current ? new LeftoverPod(current.Id.Number, uid, false) : null;
}
