namespace LustreSupervisor.Agent.Node;

/// <summary>Everything the node agent logs. Event ids 100-199, stable; texts are constant.</summary>
internal static partial class NodeAgentLog
{
    /// <summary>Ready for peers and supervisors.</summary>
    [LoggerMessage(100, LogLevel.Information, "Listening on {Address} as the agent of {Node}, kernel {Kernel}")]
    public static partial void Listening(ILogger logger, string address, string node, string kernel);

    /// <summary>The API server could not be told or asked; what is in force stays.</summary>
    [LoggerMessage(101, LogLevel.Warning, "The LustreNode was not read or written, everything stays as it is: {Why}")]
    public static partial void NotReported(ILogger logger, string why);

    /// <summary>A kernel can no longer write a device.</summary>
    [LoggerMessage(150, LogLevel.Warning, "Kernel {Victim} is cut off from {Device}: {Evidence}")]
    public static partial void CutOff(ILogger logger, string victim, string device, string evidence);

    /// <summary>It is not known whether a kernel can still write a device.</summary>
    [LoggerMessage(151, LogLevel.Error, "Kernel {Victim} is not known to be cut off from {Device}: {Why}")]
    public static partial void NotCutOff(ILogger logger, string victim, string device, string why);

    /// <summary>The node fences itself from here on.</summary>
    [LoggerMessage(102, LogLevel.Information, "The watchdog is armed: it resets this node {Seconds} s after its last feed")]
    public static partial void Armed(ILogger logger, double seconds);

    /// <summary>Nothing is in force any more.</summary>
    [LoggerMessage(103, LogLevel.Information, "The watchdog is disarmed: no file system asks for self-fencing")]
    public static partial void Disarmed(ILogger logger);

    /// <summary>The end is near.</summary>
    [LoggerMessage(104, LogLevel.Critical, "No majority grants time, {Silent} are silent: the watchdog is not fed and resets this node within {Seconds} s")]
    public static partial void Starves(ILogger logger, string silent, double seconds);

    /// <summary>The watchdog cannot be used.</summary>
    [LoggerMessage(105, LogLevel.Error, "The watchdog cannot be used, no target that needs it is mounted here: {Why}")]
    public static partial void WatchdogFails(ILogger logger, string why);

    /// <summary>The agent ends while the watchdog runs.</summary>
    [LoggerMessage(106, LogLevel.Warning, "Ending with the watchdog armed: the next agent takes it up within {Seconds} s, or the node is reset")]
    public static partial void EndsArmed(ILogger logger, double seconds);
}
