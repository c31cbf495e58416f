using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Folds a journal through the pure core, as the actors do when they recover.</summary>
public static class JournalReplay
{
    /// <summary>Folds the whole journal.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">A decision cannot be read, or does not fit those before it; the message says which.</exception>
    public static async Task<ReplayedTopology> ReplayAsync(JournalReader reader, CancellationToken cancellationToken)
    {
        var topology = ReplayedTopology.Empty;
        await foreach (var entry in reader.ReadAsync(cancellationToken))
            topology = FoldOf(reader.Path, topology, entry);
        return topology;
    }

    /// <summary>The topology after one more decision.</summary>
    /// <exception cref="InvalidOperationException">The decision is no decision of such an actor, or unknown to the core.</exception>
    public static ReplayedTopology Fold(ReplayedTopology topology, JournalEntry entry)
    {
        var (kind, id) = EntityKey.Split(entry.PersistenceId);
        var next = topology with { LastOrdering = entry.Ordering, Decisions = topology.Decisions + 1 };
        return (kind, entry.Event) switch
        {
            (EntityKey.Server, ServerEvent e) =>
                next with { Servers = Step(topology.Servers, id, s => ServerEvolver.Evolve(s ?? ServerState.Initial, e)) },
            (EntityKey.Filesystem, FilesystemEvent e) =>
                next with { Filesystems = Step(topology.Filesystems, id, s => FilesystemEvolver.Evolve(s ?? FilesystemState.Initial, e)) },
            (EntityKey.Machine, MachineEvent e) =>
                next with { Machines = Step(topology.Machines, id, s => MachineDecider.Evolve(s ?? MachineState.Initial, e)) },
            _ => throw new InvalidOperationException($"{entry.PersistenceId} does not decide {entry.Event.GetType().Name}."),
        };
    }

    private static ImmutableSortedDictionary<string, TState> Step<TState>(
        ImmutableSortedDictionary<string, TState> states, string id, Func<TState?, TState> evolve)
        where TState : class =>
        states.SetItem(id, evolve(states.GetValueOrDefault(id)));

    private static ReplayedTopology FoldOf(string path, ReplayedTopology topology, JournalEntry entry)
    {
        try
        {
            return Fold(topology, entry);
        }
        // The fold trusts its journal: a life that fails before it was planned has no incarnation to fail.
        catch (Exception error) when (error is InvalidOperationException or NullReferenceException)
        {
            throw new UserErrorException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"journal {path}, row {entry.Ordering}: number {entry.SequenceNumber} of {entry.PersistenceId} ({entry.Manifest}) does not fit what came before: {error.Message}"),
                null,
                error);
        }
    }
}
