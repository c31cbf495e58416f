using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Machines;

/// <summary>Decisions about one machine: which of its boots are over, and one fence at a time.</summary>
public static class MachineDecider
{
    /// <summary>Rest after the first attempt to fence; it doubles with each further one.</summary>
    public static readonly TimeSpan FenceRetry = TimeSpan.FromSeconds(5);

    /// <summary>Longest rest between two attempts: servers wait for the fence, and a controller may be back any minute.</summary>
    public static readonly TimeSpan FenceRetryMax = TimeSpan.FromSeconds(120);

    private const int DoublingsMax = 10;

    /// <summary>
    /// How long a permit counts after it was last repeated: file systems repeat it every two seconds while they mean it, so a few lost
    /// messages do no harm, and a fence that nobody wants any more is not carried out.
    /// </summary>
    public static readonly TimeSpan PermitLives = TimeSpan.FromSeconds(10);

    /// <summary>Kubelets renew their Lease every 10 s: a machine is heard while the last renewal is not much older.</summary>
    public static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(15);

    /// <summary>Name of the fence agent that a person is.</summary>
    public const string ManualAgent = "manual";

    /// <summary>Boots remembered; older ones are long dead and nobody asks for them.</summary>
    public const int BootsMax = 64;

    /// <summary>What follows from a command in this state; the same input gives the same answer.</summary>
    public static Decision<MachineEvent> Decide(MachineState state, MachineCommand command, DecisionContext context) => command switch
    {
        ResumeMachine => Accept(new MachineResumed(context.Meta("recovered on this member"))),
        ObserveBoot c => Observe(state, c, context),
        FenceMachine c => Fence(state, c, context),
        ReportFenced c => Confirm(state, c, context),
        ReportFenceFailed c => Fail(state, c, context),
        WithdrawFence c => Withdraw(state, c, context),
        AcceptStatement c => Accept(state, c, context),
        _ => new Decision<MachineEvent>.Rejected("UnknownCommand", $"A machine does not know {command.GetType().Name}."),
    };

    /// <summary>State after an event.</summary>
    /// <exception cref="InvalidOperationException">The event is unknown.</exception>
    public static MachineState Evolve(MachineState state, MachineEvent e) => e switch
    {
        MachineResumed => state,
        BootSeen x => See(state, x),
        FenceRequested x => state with { Fence = new FenceAttempt(x.BootId, x.Agents, 1, x.Meta.At, "") { Scope = x.Scope } },
        FenceAttemptFailed x => state with
        {
            Fence = state.Fence! with { Number = state.Fence.Number + 1, NotBefore = x.NotBefore, LastFailure = x.Reason },
        },
        FenceConfirmed x => Confirm(state, x),
        FenceWithdrawn x => state.Fence?.BootId == x.BootId ? state with { Fence = null } : state,
        _ => throw new InvalidOperationException($"Unknown machine event {e.GetType().Name}."),
    };

    /// <summary>Effects due in this state.</summary>
    public static ImmutableArray<RunFence> Due(MachineState state) =>
        state.Fence is { } fence ? [new RunFence(fence, state.Node, state.BmcAddress)] : [];

    /// <summary>The proof that a kernel of this machine is dead; null while there is none.</summary>
    /// <param name="state">Machine.</param>
    /// <param name="claim">Incarnation and kernel that held a target.</param>
    /// <param name="rules">Rules in force.</param>
    /// <param name="reportedBoot">
    /// Boot that the machine's node reports at this moment, null when it is not known. Boots are remembered in the order in which they
    /// were first heard of, and a stale report may come late: a boot that is reported right now is not over, whatever that order says.
    /// </param>
    /// <param name="deviceId">Device of the target that waits; null when it is about the whole machine.</param>
    /// <param name="heard">A heartbeat of that boot came within <see cref="HeardWithin"/>: a Node object alone outlives its machine.</param>
    public static DeathProof? ProofFor(
        MachineState state, KernelClaim claim, Rules rules, string? reportedBoot = null, string? deviceId = null, bool heard = false)
    {
        if (FenceOf(state, claim, deviceId) is { } fence && !(fence.IsStatement && heard && reportedBoot == claim.Kernel.BootId))
            return new DeathProof(fence.Kind, claim.Number, claim.Kernel, fence.Text);
        var seen = state.Boots.IndexOf(claim.Kernel.BootId);
        var last = state.Boots.IsEmpty ? "" : state.Boots[^1];
        var later = rules.Holds(Rule.LaterBootOnly)
            ? seen >= 0 && seen < state.Boots.Length - 1 && reportedBoot is not null && reportedBoot != claim.Kernel.BootId
            : last.Length > 0 && last != claim.Kernel.BootId;
        return later
            ? new DeathProof(ProofKind.KernelGone, claim.Number, claim.Kernel, $"machine {claim.Kernel.SystemUuid} reports the later boot {last}")
            : null;
    }

    /// <summary>A fence of the whole machine counts for every device; one on storage for the devices that it names.</summary>
    private static FenceEvidence? FenceOf(MachineState state, KernelClaim claim, string? deviceId) =>
        state.FencedBoots.GetValueOrDefault(claim.Kernel.BootId)
        ?? (deviceId is null ? null : CutOffOf(state, claim.Kernel.BootId, deviceId, claim.Number));

    /// <summary>Storage was fenced to end an earlier claim: a kernel that got the device back afterwards is not cut off by it.</summary>
    private static FenceEvidence? CutOffOf(MachineState state, string bootId, string deviceId, long number) =>
        state.CutOff.GetValueOrDefault(MachineState.CutOffKey(bootId, deviceId)) is { } evidence && number <= evidence.Number ? evidence : null;

    private static bool IsUnderWay(MachineState state, FenceMachine c) =>
        state.Fence is { } fence && fence.BootId == c.BootId && fence.Scope.With(c.Scope) == fence.Scope && fence.Agents.SequenceEqual(c.Agents);

    /// <summary>Storage was fenced for every device that is asked for: there is nothing left to do.</summary>
    private static bool AllCutOff(MachineState state, FenceMachine c) =>
        !c.Scope.Devices.IsEmpty && c.Scope.Devices.All(d => CutOffOf(state, c.BootId, d.Id, d.Number) is not null);

    private static MachineState Confirm(MachineState state, FenceConfirmed e)
    {
        var evidence = new FenceEvidence(e.Kind, $"{e.Agent}: {e.Evidence}") { IsStatement = e.Agent == ManualAgent };
        return e.Devices.IsEmpty
            ? state with { Fence = null, FencedBoots = state.FencedBoots.SetItem(e.BootId, evidence) }
            : state with
            {
                Fence = null,
                CutOff = state.CutOff.SetItems(e.Devices.Select(d => KeyValuePair.Create(
                    MachineState.CutOffKey(e.BootId, d), evidence with { Number = NumberOf(state, d) }))),
            };
    }

    private static long NumberOf(MachineState state, string deviceId) =>
        state.Fence?.Scope.Devices.FirstOrDefault(d => d.Id == deviceId)?.Number ?? 0;

    private static Decision<MachineEvent> Observe(MachineState state, ObserveBoot c, DecisionContext context)
    {
        var same = state.Node == c.Node && (c.BmcAddress is null || state.BmcAddress == c.BmcAddress);
        return state.Boots.Contains(c.BootId) && same
            ? new Decision<MachineEvent>.Unchanged()
            : Accept(new BootSeen(context.Meta("reported by the machine itself"), c.BootId, c.Node, c.BmcAddress ?? state.BmcAddress));
    }

    private static Decision<MachineEvent> Fence(MachineState state, FenceMachine c, DecisionContext context)
    {
        var kernel = new KernelClaim(0, new KernelId("", c.BootId), "", null);
        var objected = !c.Objections.IsEmpty && context.Rules.Holds(Rule.PermitFromEveryNeighbour);
        // A neighbour that objects only now, because it was paused meanwhile, is heard too: the next attempt is not made.
        if (objected && c.IsObjected && state.Fence?.BootId == c.BootId)
            return Accept(new FenceWithdrawn(context.Meta("a neighbour objects"), c.BootId, string.Join("; ", c.Objections)));
        if (IsUnderWay(state, c) || ProofFor(state, kernel, context.Rules, c.ReportedBoot, null, c.Heard) is not null || AllCutOff(state, c))
            return new Decision<MachineEvent>.Unchanged();
        if (objected)
            return new Decision<MachineEvent>.Rejected(nameof(Rule.PermitFromEveryNeighbour), string.Join("; ", c.Objections));
        return state.Fence is { } other && other.BootId != c.BootId
            ? new Decision<MachineEvent>.Rejected("FenceUnderWay", $"boot {other.BootId} of this machine is being fenced")
            : Accept(new FenceRequested(context.Meta("a server waits for its death", c.PermittedBy), c.BootId, c.Agents, c.PermittedBy)
            {
                Scope = state.Fence?.Scope.With(c.Scope) ?? c.Scope,
            });
    }

    private static Decision<MachineEvent> Withdraw(MachineState state, WithdrawFence c, DecisionContext context) =>
        state.Fence?.BootId == c.BootId && context.Rules.Holds(Rule.FenceNeedsLivePermit)
            ? Accept(new FenceWithdrawn(context.Meta(c.Reason), c.BootId, c.Reason))
            : new Decision<MachineEvent>.Unchanged();

    private static Decision<MachineEvent> Accept(MachineState state, AcceptStatement c, DecisionContext context) =>
        state.FencedBoots.ContainsKey(c.BootId)
            ? new Decision<MachineEvent>.Unchanged()
            : Accept(new FenceConfirmed(context.Meta("a person's statement", c.By), c.BootId, ManualAgent, $"{c.By} states: {c.Statement}"));

    private static Decision<MachineEvent> Confirm(MachineState state, ReportFenced c, DecisionContext context) =>
        state.Fence?.BootId == c.BootId
            ? Accept(new FenceConfirmed(context.Meta("confirmed"), c.BootId, c.Agent, c.Evidence) { Kind = c.Kind, Devices = c.Devices })
            : new Decision<MachineEvent>.Unchanged();

    private static Decision<MachineEvent> Fail(MachineState state, ReportFenceFailed c, DecisionContext context) =>
        state.Fence?.BootId == c.BootId
            ? Accept(new FenceAttemptFailed(context.Meta("not confirmed"), c.BootId, c.Reason, context.Now + RestAfter(state.Fence.Number)))
            : new Decision<MachineEvent>.Unchanged();

    /// <summary>A controller that has been silent for long is asked more seldom: each attempt is an event, and a wait may last for weeks.</summary>
    private static TimeSpan RestAfter(int attempt) =>
        TimeSpan.FromTicks(Math.Min(FenceRetryMax.Ticks, FenceRetry.Ticks << Math.Min(attempt - 1, DoublingsMax)));

    private static MachineState See(MachineState state, BootSeen e)
    {
        var boots = state.Boots.Contains(e.BootId) ? state.Boots : state.Boots.Add(e.BootId);
        return state with
        {
            Boots = boots.Length > BootsMax ? boots.RemoveAt(0) : boots,
            Node = e.Node,
            BmcAddress = e.BmcAddress,
            Fence = IsOver(state, e) ? null : state.Fence,
        };
    }

    /// <summary>The boot that was to end is over by itself: powering off now would hit servers of the later one.</summary>
    private static bool IsOver(MachineState state, BootSeen e) =>
        state.Fence is { } fence && fence.BootId != e.BootId && !state.Boots.Contains(e.BootId);

    private static Decision<MachineEvent> Accept(MachineEvent e) => new Decision<MachineEvent>.Accepted([e]);
}
