using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>Cleans up after a hall that died without being able to: what it started may linger, for instance when it was stopped (SIGSTOP).</summary>
public static class DeadHall
{
    /// <summary>
    /// Ends what the table of a dead hall names, each process only if both id and start time match, and whatever bears that run's marker.
    /// The caller holds the state directory's lock, so that no living hall is meant.
    /// </summary>
    /// <param name="directory">State directory.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up by exception.</param>
    /// <returns>How many processes lived.</returns>
    /// <exception cref="StateException">A process would not die, or the table is damaged.</exception>
    public static async Task<int> CleanUpAsync(StateDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var count = 0;
        if (ProcessTableFile.Read(directory) is { } table)
        {
            count = ProcessScan.ByEnvironment(HallMarkers.Run, table.RunId).Count;
            foreach (var process in table.Processes.Where(process => process.Identity != ProcessIdentity.Self))
                _ = process.Identity.Send(Signal.Kill);
            if (!await ProcessReaper.KillAllAsync(HallMarkers.Run, table.RunId, time, cancellationToken))
                throw new StateException($"A process that an earlier run in {directory.Root} left behind will not die: see {directory.ProcessTableFile}.");
            File.Delete(directory.ProcessTableFile);
        }

        if (directory.ReadMarker() is { RuntimeDirectory.Length: > 0 } marker)
        {
            RuntimeDirectory.Remove(marker.RuntimeDirectory);
            directory.WriteMarker(marker with { RuntimeDirectory = "" });
        }

        return count;
    }
}
