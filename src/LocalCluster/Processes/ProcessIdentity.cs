namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>One process, told apart from a later one with the same id by its start time.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start time in clock ticks since boot.</param>
public sealed record ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Self { get; } = Of(Environment.ProcessId)
        ?? throw new InvalidOperationException("/proc is not mounted: process identities cannot be read.");

    /// <summary>True while the very process lives; a zombie does not.</summary>
    public bool IsAlive => ProcessStat.Read(Pid) is { Lives: true } stat && stat.StartTicks == StartTicks;

    /// <summary>Identity of the process that bears the id now, null when none does.</summary>
    /// <param name="pid">Process id.</param>
    public static ProcessIdentity? Of(int pid) =>
        ProcessStat.Read(pid) is { } stat ? new ProcessIdentity(pid, stat.StartTicks) : null;

    /// <summary>Sends a signal to this process and no other. False when it is gone.</summary>
    /// <param name="signal">Signal to send.</param>
    public bool Send(Signal signal) => IsAlive && NativeMethods.Kill(Pid, (int)signal) == 0;
}
