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
}
