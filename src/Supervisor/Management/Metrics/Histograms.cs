using System.Collections.Immutable;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Supervisor.Management.Metrics;

/// <summary>Distributions as Prometheus' histograms: buckets count everything up to their bound.</summary>
internal static class Histograms
{
    /// <summary>Writes a family.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it says.</param>
    /// <param name="series">Labels of each histogram, and the distributions that it is the sum of.</param>
    internal static void Write(
        PrometheusText text, string name, string help, IEnumerable<(ImmutableArray<(string Name, string Value)> Labels, IEnumerable<Distribution> Parts)> series)
    {
        text.Family(name, "histogram", help);
        foreach (var (labels, parts) in series)
            One(text, labels, parts.Aggregate(Distribution.Empty, (a, b) => a.Plus(b)));
    }

    private static void One(PrometheusText text, ImmutableArray<(string Name, string Value)> labels, Distribution times)
    {
        var below = 0L;
        for (var i = 0; i < times.Counts.Length; i++)
        {
            below += times.Counts[i];
            var bound = i < Distribution.Bounds.Length ? Distribution.Bounds[i] : double.PositiveInfinity;
            text.Line("_bucket", below, [.. labels, ("le", PrometheusText.Number(bound))]);
        }

        text.Line("_sum", Math.Round(times.Sum, 6), labels.AsSpan());
        text.Line("_count", times.Count, labels.AsSpan());
    }
}
