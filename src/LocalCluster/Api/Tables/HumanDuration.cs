using System.Globalization;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>A duration in two or three significant figures, as <c>k8s.io/apimachinery/pkg/util/duration</c> words it.</summary>
internal static class HumanDuration
{
    public static string Of(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 2 * 60) return Invariant($"{seconds}s");
        var minutes = seconds / 60;
        if (minutes < 10) return Two(minutes, "m", seconds % 60, "s");
        if (minutes < 3 * 60) return Invariant($"{minutes}m");
        var hours = minutes / 60;
        if (hours < 8) return Two(hours, "h", minutes % 60, "m");
        if (hours < 48) return Invariant($"{hours}h");
        var days = hours / 24;
        if (days < 8) return Two(days, "d", hours % 24, "h");
        if (days < 2 * 365) return Invariant($"{days}d");
        return days < 8 * 365 ? Two(days / 365, "y", days % 365, "d") : Invariant($"{days / 365}y");
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? Invariant($"{large}{largeUnit}") : Invariant($"{large}{largeUnit}{small}{smallUnit}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
