using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Worlds;

/// <summary>Copies of what lives reported, kept in the network until a later life of the same server stops or serves: then they must do no harm.</summary>
internal sealed class HeldReports
{
    private readonly List<(string Id, long Number, ServerCommand Report)> _kept = [];
    private readonly HashSet<(string Id, long Number, ServerPhase Phase)> _told = [];

    internal void Keep(string id, long number, ServerCommand report) => _kept.Add((id, number, report));

    /// <summary>What lives before this one reported, once in each of its phases.</summary>
    internal IReadOnlyList<ServerCommand> OfEarlierLives(string id, long number, ServerPhase phase) =>
        _kept.Count > 0 && _told.Add((id, number, phase)) ? [.. _kept.Where(k => k.Id == id && k.Number < number).Select(k => k.Report)] : [];
}
