using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Something that must be going on for a server.</summary>
public abstract record ServerEffect(string Id) : IEffect;

/// <summary>What an incarnation has to do now.</summary>
public enum IncarnationStep
{
    /// <summary>Create the pod, reach the agent, learn its kernel.</summary>
    Start,

    /// <summary>Order the format.</summary>
    Format,

    /// <summary>Order the mount.</summary>
    Mount,

    /// <summary>Follow the agent's reports; order nothing.</summary>
    Watch,

    /// <summary>Order a clean unmount.</summary>
    Unmount,
}

/// <summary>The incarnation's actor lives and works at this step.</summary>
public sealed record RunIncarnation(IncarnationId Incarnation, string Node, IncarnationStep Step, KernelId? Kernel)
    : ServerEffect("incarnation/" + Incarnation);

/// <summary>At this time, and every second after it until something happens: look for a node and go on.</summary>
public sealed record PlaceAt(DateTimeOffset Time) : ServerEffect("place");

/// <summary>Ask, until answered, for a proof that the kernel is dead.</summary>
public sealed record AskProof(KernelClaim Claim) : ServerEffect("proof")
{
    /// <summary>Person who had the machine fenced; null when nobody did.</summary>
    public string? FenceOrderedBy { get; init; }

    /// <summary>A person's word that the machine is off; null without one.</summary>
    public StatedOff? StatedOff { get; init; }
}

/// <summary>Look from time to time whether a declared window is open in which the server may go back to its preferred node.</summary>
public sealed record WatchWindow() : ServerEffect("window");

/// <summary>Remove the pod of a dead incarnation.</summary>
public sealed record ClearPod(LeftoverPod Pod) : ServerEffect("clear/" + Pod.Uid);

/// <summary>Derives from the state what must be going on: the only source of effects, live and after a recovery.</summary>
public static class ServerEffects
{
    /// <summary>Effects due in this state.</summary>
    /// <param name="state">The server.</param>
    /// <param name="rules">Rules in force.</param>
    /// <param name="free">
    /// False while nothing may be touched whatever the journal says: what people declare and annotate is not known yet to the member that asks,
    /// or it is seen that they say hands off.
    /// </param>
    public static ImmutableArray<ServerEffect> Due(ServerState state, Rules rules, bool free = true)
    {
        if (state.Spec is null)
            return [];
        if (Standstill.Of(state, rules) is not null || (!free && rules.Holds(Rule.PausedIsHandsOff)))
            return state.Phase is ServerPhase.Recovering or ServerPhase.Serving ? [Run(state, IncarnationStep.Watch)] : [];
        return state.Phase switch
        {
            ServerPhase.Placed => [new PlaceAt(state.PhaseSince)],
            ServerPhase.Starting => WithClearing(state, rules, Run(state, IncarnationStep.Start)),
            ServerPhase.Formatting => [Run(state, IncarnationStep.Format)],
            ServerPhase.Mounting => [Run(state, IncarnationStep.Mount)],
            ServerPhase.Serving when IsAwayFromHome(state) => [Run(state, IncarnationStep.Watch), new WatchWindow()],
            ServerPhase.Recovering or ServerPhase.Serving => [Run(state, IncarnationStep.Watch)],
            ServerPhase.Stopping => [Run(state, IncarnationStep.Unmount)],
            ServerPhase.BackingOff => WithClearing(state, rules, new PlaceAt(state.RetryAt)),
            ServerPhase.AwaitingApproval => WithClearing(state, rules, new PlaceAt(state.PhaseSince)),
            ServerPhase.AwaitingProof when state.Claim is { } claim => [Ask(state, claim)],
            ServerPhase.Quarantined when state.Claim is { } claim && (state.FenceOrderedBy ?? state.StatedOff?.By) is not null => [Ask(state, claim)],
            _ => [],
        };
    }

    private static bool IsAwayFromHome(ServerState state) =>
        !state.Declared.Healing.FailbackWindows.IsEmpty && state.Current?.Node != state.Declared.ServiceNodes[0].Name;

    private static AskProof Ask(ServerState state, KernelClaim claim) =>
        new(claim) { FenceOrderedBy = state.FenceOrderedBy, StatedOff = state.StatedOff?.Kernel == claim.Kernel ? state.StatedOff : null };

    private static RunIncarnation Run(ServerState state, IncarnationStep step)
    {
        var current = state.Current!;
        return new RunIncarnation(current.Id, current.Node, step, current.Kernel);
    }

    private static ImmutableArray<ServerEffect> WithClearing(ServerState state, Rules rules, ServerEffect effect) =>
        state.Leftover is { } pod ? [effect, new ClearPod(rules.Holds(Rule.RemoveOnlyAfterProof) ? pod : pod with { Proved = true })] : [effect];
}
