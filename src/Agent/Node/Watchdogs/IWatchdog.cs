namespace LustreSupervisor.Agent.Node.Watchdogs;

/// <summary>
/// A watchdog: resets the machine when it was not fed for <see cref="Topology.Agents.Grants.GrantTimes.WatchdogTimeout"/>, whatever state the
/// kernel is in. The end of this process does not disarm it.
/// </summary>
internal interface IWatchdog
{
    /// <summary>Arms it, which also feeds it.</summary>
    /// <exception cref="IOException">There is none, something else holds it, or it cannot be set to the time-out.</exception>
    void Arm();

    /// <summary>Feeds it.</summary>
    /// <exception cref="IOException">It does not take it.</exception>
    void Feed();

    /// <summary>Disarms it, in order.</summary>
    /// <exception cref="IOException">It does not take it.</exception>
    void Disarm();
}
