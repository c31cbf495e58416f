namespace LustreSupervisor.Topology.Agents.Grants;

/// <summary>The times of self-fencing. Both sides of the rule count by these, so they are constants and no settings.</summary>
public static class GrantTimes
{
    /// <summary>
    /// Time-out of the watchdog: what the common devices can be set to (iTCO, IPMI, i6300esb), and longer than a loaded kernel keeps
    /// a process that only sleeps and writes one byte from running.
    /// </summary>
    public static readonly TimeSpan WatchdogTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Between two feeds: ten chances within one time-out.</summary>
    public static readonly TimeSpan FeedEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest time that the supervisor may take to hear all witnesses. Their answers are true at different moments, at most this far
    /// apart, and it is part of what each of them waits beyond the end of a grant.
    /// </summary>
    public static readonly TimeSpan RoundMax = TimeSpan.FromSeconds(2);

    /// <summary>What may pass between the watchdog's expiry and the last write on the wire: the reset line, the adapter's queue.</summary>
    public static readonly TimeSpan ResetWithin = TimeSpan.FromSeconds(1);

    /// <summary>Shortest grant that may be given, seconds (the lower end of <c>selfFence.grantSeconds</c>).</summary>
    public const int GrantSecondsMin = 5;

    /// <summary>Longest grant that may be given, seconds (the upper end of <c>selfFence.grantSeconds</c>).</summary>
    public const int GrantSecondsMax = 600;

    /// <summary>
    /// One part in this many is how far two monotonic clocks may drift apart: 1 %, a hundred times what crystals do. The agent reads
    /// a clock that nobody slews.
    /// </summary>
    private const int DriftParts = 100;

    /// <summary>Grants are renewed three times in their life, so that two lost answers in a row cost nothing.</summary>
    private const int RenewalsInLife = 3;

    /// <summary>Between two requests to one peer.</summary>
    /// <param name="grantSeconds">Life of a grant.</param>
    public static TimeSpan AskEvery(int grantSeconds) => TimeSpan.FromSeconds(grantSeconds) / RenewalsInLife;

    /// <summary>
    /// Time after a grant was given from which on it proves nothing about its holder's life any more: the holder's last feed with that
    /// grant was decided before its end; the feed itself may have come as late as the watchdog allowed, one time-out later; the reset came
    /// one time-out after that.
    /// </summary>
    /// <param name="grantSeconds">Life of the grant.</param>
    public static TimeSpan LapsedAfter(int grantSeconds)
    {
        var fed = TimeSpan.FromSeconds(grantSeconds) + (2 * WatchdogTimeout);
        return fed + (fed / DriftParts) + ResetWithin + RoundMax;
    }
}
