using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>
/// Nobody decides to stop a server that has been well for long, and no supervisor deletes its pod. Long: more than any time-out after the
/// last disturbance. What was decided while the server was not well may be carried out later.
/// </summary>
internal sealed class HealthyIsLeftAlone : Invariant
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(200);

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (e is IncarnationFailed)
            _given.Add(id);
        else if (e is IncarnationPlanned or LifeContinued)
            _given.Remove(id);
        if (e is IncarnationFailed or UnmountRequested or ServerQuarantined && Well(id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]) is { } since)
            Violated($"{id} is well for {(World.Agenda.Now - since).TotalSeconds:F0} s, and {e.GetType().Name} is journaled: {e.Meta.Cause}");
    }

    internal override void SupervisorActs(string id, string what, string? podUid)
    {
        var key = id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (podUid is not null && !_given.Contains(id) && World.Api.Pods.GetValueOrDefault(key)?.Uid == podUid && Well(key) is not null)
            Violated($"{id} is well, and its supervisor {what}");
    }

    private DateTimeOffset? Well(string key) => Health.Since(World, key) is { } since && World.Agenda.Now - since > Long ? since : null;
}
