using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>
/// No machine is powered off unless a server waited for the death of one of its boots lately: when the last one that did was heard again, the
/// fence is wanted no more, however often it failed before. Lately: a controller that was asked in time may take minutes.
/// </summary>
internal sealed class FencesAreWanted : Invariant
{
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(150);
    private readonly Dictionary<string, string> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (_waiting.Remove(id, out var machine))
            _until[machine] = World.Agenda.Now;
        if (after.Claim is { } claim && (after.Phase == ServerPhase.AwaitingProof || after.FenceOrderedBy is not null))
            _waiting[id] = claim.Kernel.SystemUuid;
    }

    internal override void Fenced(Machine machine, string bootId, string by)
    {
        var now = World.Agenda.Now;
        if (_waiting.ContainsValue(machine.Uuid) || now - World.DisturbedAt < Lately)
            return;
        if (!_until.TryGetValue(machine.Uuid, out var until) || now - until > Lately)
            Violated($"{machine.NodeName} is powered off for {by}, boot {bootId}, and no server waited for it since {(until == default ? "ever" : until.ToString("T", System.Globalization.CultureInfo.InvariantCulture))}");
    }
}
