namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>What the journal and the world were asked to do, in one order: the tests read it like a log.</summary>
public sealed class Timeline
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];

    public IReadOnlyList<string> Entries
    {
        get { lock (_gate) return [.. _entries]; }
    }

    public void Add(string entry)
    {
        lock (_gate)
            _entries.Add(entry);
    }

    public int Count(string start) => Entries.Count(e => e.StartsWith(start, StringComparison.Ordinal));

    public bool Has(string start) => Count(start) > 0;

    /// <summary>What was asked of the world, without the journal.</summary>
    public IEnumerable<string> Calls => Entries.Where(e => !e.StartsWith("journal ", StringComparison.Ordinal));

    /// <summary>Asserts that these entries occur in this order, with others between them.</summary>
    public void InOrder(params string[] starts)
    {
        var entries = Entries;
        var from = 0;
        foreach (var start in starts)
        {
            var at = entries.Skip(from).TakeWhile(e => !e.StartsWith(start, StringComparison.Ordinal)).Count() + from;
            Assert.True(at < entries.Count, $"'{start}' is missing after position {from} of:{Environment.NewLine}{this}");
            from = at + 1;
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, Entries);
}
