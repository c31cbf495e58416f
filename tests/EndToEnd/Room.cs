using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.EndToEnd;

/// <summary>A fresh directory for clusters, whatever lives in them ended with the test.</summary>
public sealed class Room : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public string Root { get; } = Directory.CreateTempSubdirectory("end-to-end-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public StateDirectory State(string name) => new(PathOf(name));

    /// <summary>Processes of the cluster in a state directory, by the marker that all of them bear.</summary>
    internal static IReadOnlyList<ScannedProcess> Living(string runId) => ProcessScan.ByEnvironment(HallMarkers.Run, runId);

    internal static async Task UntilAsync(string what, Func<bool> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(Pause);
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"did not happen: {what}");
            await looks.WaitForNextTickAsync(Wrapper.Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var directory in Directory.EnumerateDirectories(Root))
        {
            if (ProcessTableFile.Read(new StateDirectory(directory)) is { } table)
                await ProcessReaper.KillAllAsync(HallMarkers.Run, table.RunId, TimeProvider.System, CancellationToken.None);
        }

        Directory.Delete(Root, recursive: true);
    }
}
