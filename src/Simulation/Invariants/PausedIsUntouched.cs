using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>From the moment on when a server's journal says that it is paused, its owner begins nothing: no pod, no deletion, no order.</summary>
internal sealed class PausedIsUntouched : Invariant
{
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (after.Spec is not { Paused: true })
            _since.Remove(id);
        else
            _since.TryAdd(id, World.Agenda.Now);
        if (e is IncarnationPlanned && before.Spec is { Paused: true })
            Violated($"{id} is paused, and a life is planned");
    }

    /// <summary>Nobody powers a machine off under a paused server. A controller that was asked before may take minutes.</summary>
    internal override void Fenced(Machine machine, string bootId, string by)
    {
        foreach (var (id, since) in _since)
            if (World.Agenda.Now - since > TimeSpan.FromSeconds(150) && IsPausedAsAWhole(id) && machine.Kernel.Targets.Values.Any(m =>
                m.BackendMounted && World.TargetOfPod(m.PodUid) is { } target && Supervisors.EntityIds.Server(target) == id))
                Violated($"{machine.NodeName} is powered off for {by} under {id}, which is paused for {(World.Agenda.Now - since).TotalSeconds:F0} s");
    }

    /// <summary>A server may learn late that the pause is over.</summary>
    private bool IsPausedAsAWhole(string id) => World.Witness.Servers.GetValueOrDefault(id)?.Spec is { } spec
        && World.Witness.Filesystems.GetValueOrDefault(Supervisors.EntityIds.Filesystem(spec.Target.FilesystemId))?.Spec is { Paused: true };

    /// <summary>A moment passes between the journal and its owner; one that is not the owner any more may not know for longer.</summary>
    internal override void SupervisorActs(string id, string what, string? podUid)
    {
        if (_since.TryGetValue(id, out var since) && World.Agenda.Now - since > TimeSpan.FromSeconds(2) && World.Agenda.Now - World.DisturbedAt > TimeSpan.FromSeconds(120))
            Violated($"{id} is paused for {(World.Agenda.Now - since).TotalSeconds:F0} s, and its supervisor {what}");
    }
}
