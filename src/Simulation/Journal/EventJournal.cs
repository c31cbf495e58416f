using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Journal;

/// <summary>What came of an append.</summary>
internal enum AppendResult
{
    /// <summary>Journaled.</summary>
    Done,

    /// <summary>Another owner wrote under one of the keys: nothing was written.</summary>
    Conflict,

    /// <summary>No answer; it may have been written.</summary>
    Unavailable,
}

/// <summary>The SQL journal: rows under the key (persistence id, sequence number). The key is all that keeps two owners apart.</summary>
internal sealed class EventJournal(World world)
{
    private readonly SortedDictionary<string, List<IDomainEvent>> _rows = new(StringComparer.Ordinal);

    internal DateTimeOffset DownUntil { get; set; }

    internal long Epoch { get; set; } = 1;

    /// <summary>Events of one entity, oldest first.</summary>
    internal IReadOnlyList<IDomainEvent> Read(string id) => _rows.GetValueOrDefault(id, []);

    internal IEnumerable<string> Ids => _rows.Keys;

    private bool IsUp => world.Agenda.Now >= DownUntil;

    internal void Recover(string id, Host host, Action<IReadOnlyList<IDomainEvent>?> then)
    {
        var rows = IsUp ? Read(id).ToArray() : null;
        world.Agenda.After(world.Delays.Seconds(0.002, 0.05), host, () => then(rows));
    }

    internal void Append(string id, int after, IReadOnlyList<IDomainEvent> events, Host host, Action<AppendResult> then) =>
        world.Agenda.After(world.Delays.Seconds(0.001, 0.02), world.Host, () =>
        {
            var unsure = world.Agenda.Now < DownUntil + TimeSpan.FromSeconds(1) && world.Delays.Chance(0.5);
            var result = IsUp || unsure ? Write(id, after, events) : AppendResult.Unavailable;
            if (unsure && result == AppendResult.Done)
                result = AppendResult.Unavailable;
            world.Agenda.After(world.Delays.Seconds(0.001, 0.02), host, () => then(result));
        });

    private AppendResult Write(string id, int after, IReadOnlyList<IDomainEvent> events)
    {
        if (!_rows.TryGetValue(id, out var rows))
            _rows[id] = rows = [];
        if (rows.Count != after)
            return AppendResult.Conflict;
        rows.AddRange(events);
        world.Journaled(id, events);
        return AppendResult.Done;
    }
}
