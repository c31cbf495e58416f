using System.Runtime.InteropServices;
using System.Text.Json;
using LustreSupervisor.Benchmarks.Statistics;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary>Result of the benchmark.</summary>
/// <param name="Kills">Kills that were measured.</param>
/// <param name="DelayFactor">Factor for Lustre's own delays.</param>
/// <param name="Rows">What was measured.</param>
internal sealed record BenchReport(int Kills, double DelayFactor, IReadOnlyList<Sample> Rows)
{
    /// <summary>From the end of the back-off to the pod object: our own work alone.</summary>
    private const double PodLimitMs = 20;

    /// <summary>How much longer than a bare agent a supervised restart may take.</summary>
    private const double FloorFactor = 1.3;

    private const string Created = "back-off over to pod object created";
    private const string Total = "death to serving, without back-off";
    private const string Floor = "floor: the same agent by itself, start to mounted";

    /// <summary>Cores of the machine.</summary>
    public int Cores { get; } = Environment.ProcessorCount;

    /// <summary>Operating system and architecture.</summary>
    public string Machine { get; } = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}";

    /// <summary>The goals.</summary>
    public IReadOnlyList<BenchGoal> Goals =>
    [
        new($"{Created}, at most {PodLimitMs} ms", PodLimitMs, Row(Created).Median),
        new($"{Total}, at most {FloorFactor} x floor", Math.Round(FloorFactor * Row(Floor).Median, 2), Row(Total).Median),
    ];

    /// <summary>Builds the report.</summary>
    /// <param name="kills">The kills.</param>
    /// <param name="floor">The floor, in milliseconds.</param>
    /// <param name="delayFactor">Factor for Lustre's own delays.</param>
    public static BenchReport Of(IReadOnlyList<KillTimes> kills, IReadOnlyList<double> floor, double delayFactor) => new(
        kills.Count,
        delayFactor,
        [
            Row("death to noticed", kills, kill => kill.Noticed - kill.Killed),
            Row("death to back-off over", kills, kill => kill.RetryAt - kill.Killed),
            Row(Created, kills, kill => kill.PodCreated - kill.RetryAt),
            Row("pod object created to serving", kills, kill => kill.Serving - kill.PodCreated),
            Row("death to serving", kills, kill => kill.Serving - kill.Killed),
            Row(Total, kills, kill => kill.Serving - kill.Killed - (kill.RetryAt - kill.Noticed)),
            new Sample(Floor, floor),
        ]);

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="path">File.</param>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, StateJson.Options) + "\n");

    private static Sample Row(string name, IEnumerable<KillTimes> kills, Func<KillTimes, TimeSpan> measure) =>
        new(name, [.. kills.Select(kill => Math.Round(measure(kill).TotalMilliseconds, 2))]);

    private Sample Row(string name) => Rows.Single(row => row.Name == name);
}
