namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>The signals this program sends, by their Linux numbers (signal(7), all architectures we run on).</summary>
public enum Signal
{
    /// <summary>SIGKILL: cannot be caught; works on a stopped process too.</summary>
    Kill = 9,

    /// <summary>SIGTERM: asks a process to end.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: lets a stopped process go on.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: freezes a process; cannot be caught.</summary>
    Stop = 19,
}
