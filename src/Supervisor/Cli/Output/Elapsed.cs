using System.Globalization;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>Durations as Kubernetes' tools print them: two units at most, finer where they are short.</summary>
internal static class Elapsed
{
    private const string Unknown = "";

    /// <summary>Time from an instant to now, such as <c>42s</c>, <c>3m10s</c>, <c>5d4h</c>; empty when the instant is unknown.</summary>
    public static string Since(DateTimeOffset? instant, TimeProvider time) =>
        instant is null ? Unknown : Text(time.GetUtcNow() - instant.Value);

    /// <summary>A duration; clocks that disagree make no negative ones.</summary>
    public static string Text(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)span.TotalSeconds);
        return seconds switch
        {
            < 120 => Invariant($"{seconds}s"),
            < 600 => Two(seconds, 60, "m", 1, "s"),
            < 3 * 3600 => Invariant($"{seconds / 60}m"),
            < 8 * 3600 => Two(seconds, 3600, "h", 60, "m"),
            < 48 * 3600 => Invariant($"{seconds / 3600}h"),
            < 8 * 86400 => Two(seconds, 86400, "d", 3600, "h"),
            _ => Invariant($"{seconds / 86400}d"),
        };
    }

    private static string Two(long seconds, long large, string largeUnit, long small, string smallUnit)
    {
        var rest = seconds % large / small;
        return Invariant($"{seconds / large}{largeUnit}") + (rest == 0 ? "" : Invariant($"{rest}{smallUnit}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
