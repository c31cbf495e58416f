using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>The end of a cluster: supervisor first, so that it sees no crash; then the nodes; the API server last.</summary>
internal static class HallShutdown
{
    /// <summary>Longest time that a killed process may take to disappear.</summary>
    public static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);

    /// <summary>The supervisor hands over its shards and closes its journal within this.</summary>
    private static readonly TimeSpan SupervisorGrace = TimeSpan.FromSeconds(10);

    /// <summary>A node gives its pods half of this to unmount.</summary>
    private static readonly TimeSpan NodeGrace = TimeSpan.FromSeconds(8);

    /// <summary>The API server only closes its database.</summary>
    private static readonly TimeSpan ApiServerGrace = TimeSpan.FromSeconds(5);

    /// <summary>Ends the processes in order, then whatever else bears the run's marker.</summary>
    /// <param name="supervisor">The supervisor, if any.</param>
    /// <param name="nodes">Nodes.</param>
    /// <param name="apiServer">The API server, if any.</param>
    /// <param name="runId">Marker of the run.</param>
    /// <param name="time">Clock.</param>
    public static async Task EndAsync(
        ChildProcess? supervisor, IReadOnlyList<ChildProcess> nodes, ChildProcess? apiServer, string runId, TimeProvider time)
    {
        // Ending is not cancelled: a half-ended cluster is what this is here to prevent. Every wait has its limit.
        await EndOneAsync(supervisor, SupervisorGrace, time);
        await Task.WhenAll(nodes.Select(node => EndOneAsync(node, NodeGrace, time)));
        await EndOneAsync(apiServer, ApiServerGrace, time);
        await ProcessReaper.KillAllAsync(HallMarkers.Run, runId, time, CancellationToken.None);
    }

    /// <summary>Removes what only a running hall has.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="runtimeDirectory">Its runtime directory.</param>
    public static void Leave(StateDirectory directory, string runtimeDirectory)
    {
        RuntimeDirectory.Remove(runtimeDirectory);
        if (directory.ReadMarker() is { } marker)
            directory.WriteMarker(marker with { RuntimeDirectory = "" });
        File.Delete(directory.ProcessTableFile);
    }

    private static Task EndOneAsync(ChildProcess? process, TimeSpan grace, TimeProvider time) =>
        process is null ? Task.CompletedTask : ProcessReaper.EndAsync(
            process.Identity,
            // One that stands still hears no request.
            ProcessStat.Read(process.Identity.Pid) is { IsStopped: true } ? TimeSpan.Zero : grace,
            time,
            CancellationToken.None);
}
