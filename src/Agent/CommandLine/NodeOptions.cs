namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Command line of <c>lustre-agent node</c>.</summary>
/// <param name="Node">Name of the node, and of its <c>LustreNode</c>.</param>
/// <param name="Listen">Where peers and supervisors dial it.</param>
/// <param name="LocalSocket">Socket for the target agents of this node; null when it is the one of <paramref name="Listen"/>.</param>
/// <param name="StateDirectory">Where it keeps who grants it time: outlives the process, not the boot.</param>
/// <param name="Watchdog">Device (<c>/dev/watchdog</c>), or <c>unix:/PATH</c> of a simulated one.</param>
internal sealed record NodeOptions(string Node, ListenAddress Listen, string? LocalSocket, string StateDirectory, string Watchdog)
{
    /// <summary>The kernel's name for the watchdog.</summary>
    public const string DefaultWatchdog = "/dev/watchdog";

    /// <summary>Below <c>/run</c>: gone at a boot, as the grants are.</summary>
    public const string DefaultStateDirectory = "/run/lustre-supervisor/node";
}
