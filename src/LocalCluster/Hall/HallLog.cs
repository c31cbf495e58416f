using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>What the hall writes to its log. Event ids 1000-1099.</summary>
internal static partial class HallLog
{
    /// <summary>A child was started.</summary>
    [LoggerMessage(1000, LogLevel.Information, "{Role} {Name} started as process {Pid}")]
    public static partial void Started(ILogger logger, HallRole role, string name, int pid);

    /// <summary>A child ended.</summary>
    [LoggerMessage(1001, LogLevel.Warning, "{Role} {Name}, process {Pid}, ended with {ExitCode}")]
    public static partial void Ended(ILogger logger, HallRole role, string name, int pid, int exitCode);

    /// <summary>A machine was switched on.</summary>
    [LoggerMessage(1002, LogLevel.Information, "machine {Name} powered on")]
    public static partial void PoweredOn(ILogger logger, string name);

    /// <summary>A machine was switched off and verified to be off.</summary>
    [LoggerMessage(1003, LogLevel.Information, "machine {Name} powered off, none of its processes lives")]
    public static partial void PoweredOff(ILogger logger, string name);

    /// <summary>A machine could not be switched off.</summary>
    [LoggerMessage(1004, LogLevel.Error, "machine {Name} could not be powered off: a process would not die")]
    public static partial void PowerOffFailed(ILogger logger, string name);

    /// <summary>Leftovers of an earlier hall were ended.</summary>
    [LoggerMessage(1005, LogLevel.Warning, "ended {Count} processes that an earlier hall left behind")]
    public static partial void CleanedUp(ILogger logger, int count);

    /// <summary>The cluster is complete.</summary>
    [LoggerMessage(1006, LogLevel.Information, "the cluster is ready")]
    public static partial void Ready(ILogger logger);

    /// <summary>Everything is being stopped.</summary>
    [LoggerMessage(1007, LogLevel.Information, "stopping")]
    public static partial void Stopping(ILogger logger);

    /// <summary>A process was killed on request.</summary>
    [LoggerMessage(1008, LogLevel.Information, "{Role} {Name}, process {Pid}, killed on request")]
    public static partial void Killed(ILogger logger, HallRole role, string name, int pid);

    /// <summary>A machine stands still.</summary>
    [LoggerMessage(1009, LogLevel.Information, "machine {Name} frozen, {Count} processes")]
    public static partial void Frozen(ILogger logger, string name, int count);

    /// <summary>A machine goes on.</summary>
    [LoggerMessage(1010, LogLevel.Information, "machine {Name} thawed, {Count} processes")]
    public static partial void Thawed(ILogger logger, string name, int count);

    /// <summary>Something was broken, or healed, on request.</summary>
    [LoggerMessage(1011, LogLevel.Information, "fault {Kind} of {Subject}: {Text}")]
    public static partial void FaultInjected(ILogger logger, string kind, string subject, string text);

    /// <summary>A fault was to heal by itself and could not.</summary>
    [LoggerMessage(1012, LogLevel.Information, "fault {Kind} of {Subject} was not healed when its time was over: {Reason}")]
    public static partial void FaultNotHealed(ILogger logger, string kind, string subject, string reason);

    /// <summary>What was to be killed does not live.</summary>
    [LoggerMessage(1013, LogLevel.Information, "{Subject} was to be killed and does not live: {Reason}")]
    public static partial void VictimIsDead(ILogger logger, string subject, string reason);

    /// <summary>A machine was put up.</summary>
    [LoggerMessage(1014, LogLevel.Information, "node {Name} added")]
    public static partial void NodeAdded(ILogger logger, string name);

    /// <summary>A machine was taken away.</summary>
    [LoggerMessage(1015, LogLevel.Information, "node {Name} removed")]
    public static partial void NodeRemoved(ILogger logger, string name);

    /// <summary>A node agent armed the watchdog.</summary>
    [LoggerMessage(1017, LogLevel.Information, "watchdog of machine {Name} armed, {Seconds} s")]
    public static partial void WatchdogArmed(ILogger logger, string name, int seconds);

    /// <summary>The watchdog was not fed.</summary>
    [LoggerMessage(1018, LogLevel.Warning, "watchdog of machine {Name} expired: the machine is reset")]
    public static partial void WatchdogExpired(ILogger logger, string name);

    /// <summary>A machine was reset: none of its processes lived before it booted anew.</summary>
    [LoggerMessage(1019, LogLevel.Information, "machine {Name} reset")]
    public static partial void WasReset(ILogger logger, string name);

    /// <summary>A node was cut off.</summary>
    [LoggerMessage(1020, LogLevel.Information, "node {Name} is cut off from the API server, the supervisor and the other nodes' agents")]
    public static partial void Isolated(ILogger logger, string name);

    /// <summary>A node was joined again.</summary>
    [LoggerMessage(1021, LogLevel.Information, "node {Name} is joined again")]
    public static partial void Rejoined(ILogger logger, string name);

    /// <summary>The API server's store was replaced.</summary>
    [LoggerMessage(1016, LogLevel.Warning, "the API server's store was replaced by {File}, revision {Revision}")]
    public static partial void Restored(ILogger logger, string file, long revision);
}
