using System.Collections.Immutable;

namespace LustreSupervisor.Agent.Reporting;

/// <summary>What is wrong and stops nothing, by where it was seen; reports show all of it.</summary>
internal sealed class Notebook(StatusBoard board)
{
    private readonly Lock _lock = new();

    private ImmutableSortedDictionary<string, ImmutableArray<string>> _notes =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Replaces the notes of one origin.</summary>
    public void Set(string origin, ImmutableArray<string> notes)
    {
        lock (_lock)
        {
            if (_notes.GetValueOrDefault(origin, []).SequenceEqual(notes))
                return;
            _notes = _notes.SetItem(origin, notes);
            var all = _notes.Values.SelectMany(n => n).ToImmutableArray();
            board.Update(s => s with { Notes = all });
        }
    }
}
