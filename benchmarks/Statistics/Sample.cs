namespace LustreSupervisor.Benchmarks.Statistics;

/// <summary>Measurements of one thing.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Milliseconds">Each measurement, in the order of measuring.</param>
internal sealed record Sample(string Name, IReadOnlyList<double> Milliseconds)
{
    /// <summary>Half of the measurements are below.</summary>
    public double Median => Percentile(0.5);

    /// <summary>99 of 100 are at or below; with fewer than 100 measurements, all.</summary>
    public double P99 => Percentile(0.99);

    /// <summary>Nearest rank: a measured value, never an interpolated one.</summary>
    private double Percentile(double share)
    {
        if (Milliseconds.Count == 0)
            return double.NaN;
        var rank = (int)Math.Ceiling(share * Milliseconds.Count);
        return Math.Round(Milliseconds.Order().ElementAt(Math.Max(rank, 1) - 1), 2);
    }
}
