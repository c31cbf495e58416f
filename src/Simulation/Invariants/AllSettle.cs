using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>Once faults stop, each server serves, is quarantined, or waits for something that only a person can give.</summary>
internal sealed class AllSettle : Invariant
{
    internal override void Settled()
    {
        foreach (var filesystem in World.Plan.Filesystems)
            if (!World.Witness.Filesystems.Values.Any(f => f.IsPlanned && f.Name == filesystem.Name && f.Namespace == filesystem.Namespace))
                Violated($"{filesystem.Key} has no plan");
        foreach (var (id, state) in World.Witness.Servers)
            if (!IsSettled(World, id, state))
                Violated($"{id} is {state.Phase} since {(World.Agenda.Now - state.PhaseSince).TotalSeconds:F0} s; last fault: {state.LastFault}");
    }

    /// <summary>True for a server about which nobody but a person can do anything now, or nothing need be done.</summary>
    internal static bool IsSettled(Worlds.World world, string id, ServerState state) => state.Phase switch
    {
        ServerPhase.Serving => Health.Since(world, id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]) is not null,
        ServerPhase.Quarantined or ServerPhase.AwaitingApproval => true,
        ServerPhase.AwaitingProof => NeedsPerson(world, state),
        _ => Depends(world, state),
    };

    /// <summary>No controller can be asked, or its own file system has as many other machines down as it allows.</summary>
    private static bool NeedsPerson(Worlds.World world, ServerState state) =>
        IsGone(world, state.Claim?.Kernel.SystemUuid)
        || (state.Spec is { } spec
            && world.Witness.Filesystems.TryGetValue(Supervisors.EntityIds.Filesystem(spec.Target.FilesystemId), out var own)
            && own.Fences.Values.Count(p => p.SystemUuid != state.Claim?.Kernel.SystemUuid) >= spec.Healing.MaxNodesAtOnce);

    private static bool IsGone(Worlds.World world, string? uuid) => world.Machines.All(m => m.Uuid != uuid || m.IsGone);

    /// <summary>It waits for a server before it in the start order, or for its MGS, and that one waits for a person.</summary>
    private static bool Depends(Worlds.World world, ServerState state) =>
        state.Spec is { } spec && world.Witness.Servers.Values.Any(s => s.Spec is { } other
            && other.Target.FilesystemId == spec.Target.FilesystemId && other.Target != spec.Target && other.Target.Kind < spec.Target.Kind
            && s.Phase is ServerPhase.Quarantined or ServerPhase.AwaitingProof);
}
