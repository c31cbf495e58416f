namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>Ends every process that bears a marker, and says so only when none is left.</summary>
public static class ProcessReaper
{
    /// <summary>How long a killed process may take to disappear; SIGKILL acts within milliseconds unless a device hangs.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Time between two looks. A look costs a few milliseconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Kills (SIGKILL) whatever bears the marker, again and again until a look finds nothing: a process forked between a
    /// look and its kill bears the marker too. Returns true when nothing is left, false when the deadline passed first.
    /// </summary>
    /// <param name="name">Name of the environment variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up early by exception.</param>
    public static async Task<bool> KillAllAsync(string name, string value, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var living = ProcessScan.ByEnvironment(name, value).Where(found => found.Identity != ProcessIdentity.Self).ToList();
            if (living.Count == 0)
                return true;
            if (time.GetElapsedTime(started) > Deadline)
                return false;
            foreach (var process in living)
                _ = process.Identity.Send(Signal.Kill);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>
    /// Kills whatever bears the marker for as long as it takes: for callers of whom others believe that nothing is left. Returns false only
    /// when it was cancelled first.
    /// </summary>
    /// <param name="name">Name of the environment variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<bool> KillForGoodAsync(string name, string value, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (!await KillAllAsync(name, value, time, cancellationToken))
            {
                // A process that hangs in a device is looked at again: its end is not assumed.
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Sends a signal to whatever bears the marker, again and again until a look finds that all obey: a process forked between a look and
    /// its signal bears the marker too.
    /// </summary>
    /// <param name="name">Name of the environment variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="signal">Signal to send.</param>
    /// <param name="obeys">Tells of a process's state that the signal has acted.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up early by exception.</param>
    /// <returns>How many processes there are; null when the deadline passed first.</returns>
    public static async Task<int?> SignalAllAsync(
        string name, string value, Signal signal, Func<ProcessStat, bool> obeys, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var living = ProcessScan.ByEnvironment(name, value);
            var deaf = living.Where(found => ProcessStat.Read(found.Identity.Pid) is { Lives: true } stat && !obeys(stat)).ToList();
            if (deaf.Count == 0)
                return living.Count;
            if (time.GetElapsedTime(started) > Deadline)
                return null;
            foreach (var process in deaf)
                _ = process.Identity.Send(signal);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Asks one process to end, kills it when the grace is over, and returns whether it is gone.</summary>
    /// <param name="process">The process.</param>
    /// <param name="grace">Time between SIGTERM and SIGKILL.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up early by exception.</param>
    public static async Task<bool> EndAsync(ProcessIdentity process, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        _ = process.Send(Signal.Terminate);
        if (await IsGoneWithinAsync(process, grace, time, cancellationToken))
            return true;
        _ = process.Send(Signal.Kill);
        return await IsGoneWithinAsync(process, Deadline, time, cancellationToken);
    }

    /// <summary>Waits until the process is gone; false when the limit passed first.</summary>
    /// <param name="process">The process.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up early by exception.</param>
    public static async Task<bool> IsGoneWithinAsync(ProcessIdentity process, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (process.IsAlive)
        {
            if (time.GetElapsedTime(started) > limit)
                return false;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }
}
