using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local;

/// <summary><c>supervisor local down</c>: ends a running hall, and cleans up after one that died.</summary>
internal static class LocalDown
{
    /// <summary>A hall ends its parts within their graces; longer means that it hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Ends whatever runs in the directory.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found, for the person.</returns>
    /// <exception cref="StateException">The directory is not ours, or something would not end.</exception>
    public static async Task<string> RunAsync(StateDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        if (directory.ReadMarker() is null)
            throw new StateException($"There is no laptop cluster in {directory.Root}: start one with 'supervisor local up'.");
        var stopped = await AskAsync(directory, time, cancellationToken);
        using var stateLock = StateLock.TryTake(directory)
            ?? throw new StateException($"The hall in {directory.Root} does not answer and does not end: see {directory.ProcessTableFile}.");
        var left = await DeadHall.CleanUpAsync(directory, time, cancellationToken);
        return (stopped, left) switch
        {
            (true, _) => "stopped",
            (false, 0) => "nothing was running",
            _ => $"ended {left} processes that a dead hall left behind",
        };
    }

    private static async Task<bool> AskAsync(StateDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = HallClient.For(directory);
        if (client is null || await client.TryStatusAsync(cancellationToken) is not { } status)
            return false;
        var hall = status.Processes.Single(process => process.Role == HallRole.Hall);
        await client.StopAsync(cancellationToken);
        if (!await ProcessReaper.IsGoneWithinAsync(hall.Identity, Limit, time, cancellationToken))
            throw new StateException($"The hall, process {hall.Pid}, did not end within {Limit.TotalSeconds:0} s: see {directory.LogFile("hall")}.");
        return true;
    }
}
