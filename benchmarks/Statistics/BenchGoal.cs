namespace LustreSupervisor.Benchmarks.Statistics;

/// <summary>A goal and whether the measurements meet it. A missed goal fails no build: machines differ.</summary>
/// <param name="Name">What is wanted.</param>
/// <param name="LimitMs">At most this, in milliseconds.</param>
/// <param name="MeasuredMs">Median, in milliseconds.</param>
internal sealed record BenchGoal(string Name, double LimitMs, double MeasuredMs)
{
    /// <summary>Whether it is met.</summary>
    public bool Met => MeasuredMs <= LimitMs;
}
