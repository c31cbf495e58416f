using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>One counter of a <c>stats</c> file.</summary>
/// <param name="Name">Operation, such as <c>write_bytes</c>.</param>
/// <param name="Samples">How often it was counted.</param>
/// <param name="Unit">What its values are: <c>bytes</c>, <c>usecs</c>, <c>reqs</c>.</param>
/// <param name="Min">Smallest value; null when the counter only counts.</param>
/// <param name="Max">Largest value; null likewise.</param>
/// <param name="Sum">Sum of the values; null likewise.</param>
/// <param name="SumOfSquares">Sum of their squares; null where the kernel does not print it.</param>
public sealed record StatsCounter(string Name, long Samples, string Unit, Int128? Min, Int128? Max, Int128? Sum, Int128? SumOfSquares);

/// <summary>
/// A <c>stats</c> parameter (lprocfs_status.c): <c>%-25s N samples [unit] min max sum sumsq</c>. Counters that are zero are left out.
/// </summary>
/// <param name="SnapshotTime">Seconds since the epoch at which it was read.</param>
/// <param name="StartTime">When counting began; null before 2.15.</param>
/// <param name="ElapsedTime">Seconds since then; null before 2.15.</param>
/// <param name="Counters">Counters in the order of the output.</param>
public sealed record StatsOutput(
    decimal SnapshotTime, decimal? StartTime, decimal? ElapsedTime, ImmutableArray<StatsCounter> Counters)
{
    private const string Tool = "lctl get_param stats";

    /// <summary>Words of a counter that only counts: name, number, <c>samples</c>, unit.</summary>
    private const int WordsMin = 4;

    /// <summary>Words of a counter with minimum, maximum, sum and sum of squares.</summary>
    private const int WordsMax = 8;

    /// <summary>Reads the value of one such parameter.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is not of the known form, or there is no snapshot_time.</exception>
    public static StatsOutput Parse(string text)
    {
        var times = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var counters = ImmutableArray.CreateBuilder<StatsCounter>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || (words.Length == 1 && words[0].EndsWith("stats=", StringComparison.Ordinal)))
                continue;
            if (Time(words) is { } time && times.TryAdd(words[0], time))
                continue;
            counters.Add(Counter(words) ?? throw new UnrecognizedOutputException(Tool, i + 1, lines[i]));
        }
        return times.TryGetValue("snapshot_time", out var snapshot)
            ? new StatsOutput(snapshot, Optional("start_time"), Optional("elapsed_time"), counters.ToImmutable())
            : throw new UnrecognizedOutputException(Tool, 0, "no line 'snapshot_time'");

        decimal? Optional(string name) => times.TryGetValue(name, out var time) ? time : null;
    }

    private static decimal? Time(string[] words) =>
        words is ["snapshot_time" or "start_time" or "elapsed_time", var seconds, "secs.nsecs" or "secs.usecs"]
        && decimal.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time)
            ? time
            : null;

    private static StatsCounter? Counter(string[] words)
    {
        if (words.Length is < WordsMin or > WordsMax || words[2] != "samples"
            || !words[3].StartsWith('[') || !words[3].EndsWith(']') || words[3].Length < 3
            || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var samples))
            return null;
        var values = new Int128?[WordsMax - WordsMin];
        for (var i = WordsMin; i < words.Length; i++)
        {
            if (!Int128.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                return null;
            values[i - WordsMin] = value;
        }
        return new StatsCounter(words[0], samples, words[3][1..^1], values[0], values[1], values[2], values[3]);
    }
}
