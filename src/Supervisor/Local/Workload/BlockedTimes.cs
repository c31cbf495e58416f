using LustreSupervisor.LocalCluster.Clients;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>How long operations stood still, by the fault during which they began.</summary>
internal sealed class BlockedTimes
{
    /// <summary>Operations that are remembered; a run of hours with a fault every few seconds has fewer.</summary>
    private const int Max = 1_000_000;

    private readonly Lock gate = new();
    private readonly List<(long StartedAt, long Milliseconds)> blocked = [];
    private readonly List<(string Kind, long From, long To)> faults = [];

    /// <summary>An operation took long.</summary>
    /// <param name="line">What its client says.</param>
    public void Add(ClientLine line)
    {
        lock (gate)
        {
            if (blocked.Count < Max)
                blocked.Add((line.StartedAt, line.Milliseconds));
        }
    }

    /// <summary>A fault is over.</summary>
    /// <param name="kind">Name of its kind.</param>
    /// <param name="from">When it began.</param>
    /// <param name="to">When everybody was served again.</param>
    public void Add(string kind, DateTimeOffset from, DateTimeOffset to)
    {
        lock (gate)
            faults.Add((kind, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()));
    }

    /// <summary>Median and 99th percentile by kind of fault; kinds that blocked nothing have zeros.</summary>
    public IReadOnlyDictionary<string, BlockedSummary> Summarize()
    {
        lock (gate)
            return faults.GroupBy(fault => fault.Kind, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => Summarize([.. kind]), StringComparer.Ordinal);
    }

    private BlockedSummary Summarize(IReadOnlyList<(string Kind, long From, long To)> spans)
    {
        // An operation that was under way when the fault came began a little before it.
        var times = blocked.Where(b => spans.Any(s => b.StartedAt <= s.To && b.StartedAt + b.Milliseconds >= s.From))
            .Select(b => b.Milliseconds).Order().ToArray();
        return new BlockedSummary(times.Length, At(times, 0.5), At(times, 0.99));
    }

    private static long At(long[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

/// <summary>Operations that a kind of fault held up.</summary>
/// <param name="Operations">How many.</param>
/// <param name="MedianMs">Half of them took at most so many milliseconds.</param>
/// <param name="P99Ms">99 of 100 took at most so many milliseconds.</param>
internal sealed record BlockedSummary(int Operations, long MedianMs, long P99Ms);
