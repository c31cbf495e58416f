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
}
