namespace LustreSupervisor.Agent;

/// <summary>Everything the agent logs. Event ids are stable; texts are constant.</summary>
internal static partial class AgentLog
{
    /// <summary>Ready for its supervisor.</summary>
    [LoggerMessage(1, LogLevel.Information, "Listening on {Path} for {Label}, incarnation {Incarnation}, kernel {Kernel}")]
    public static partial void Listening(ILogger logger, string path, string label, string incarnation, string kernel);

    /// <summary>The first contact with the API failed; orders try again.</summary>
    [LoggerMessage(2, LogLevel.Warning, "The Kubernetes API did not answer at start: {Why}")]
    public static partial void ApiNotWarm(ILogger logger, string why);

    /// <summary>This incarnation may touch the device from here on.</summary>
    [LoggerMessage(3, LogLevel.Information, "Lease taken by {Incarnation} after {Before}")]
    public static partial void LeaseTaken(ILogger logger, string incarnation, string before);

    /// <summary>An operation starts.</summary>
    [LoggerMessage(4, LogLevel.Information, "{Operation} of {Label} on {Device} starts")]
    public static partial void OperationStarts(ILogger logger, string operation, string label, string device);

    /// <summary>An operation succeeded.</summary>
    [LoggerMessage(5, LogLevel.Information, "{Operation} of {Label} done in {Milliseconds} ms, UUID {Uuid}")]
    public static partial void OperationDone(ILogger logger, string operation, string label, long milliseconds, string uuid);

    /// <summary>An operation failed.</summary>
    [LoggerMessage(6, LogLevel.Error, "{Operation} of {Label} failed after {Milliseconds} ms: {Fault}")]
    public static partial void OperationFailed(ILogger logger, string operation, string label, long milliseconds, string fault);

    /// <summary>Service of the target ended.</summary>
    [LoggerMessage(7, LogLevel.Error, "{Label} serves no more: {Fault}")]
    public static partial void ServiceEnded(ILogger logger, string label, string fault);

    /// <summary>The kernel's state could not be read this time.</summary>
    [LoggerMessage(8, LogLevel.Warning, "Health of {Label} not read: {Why}")]
    public static partial void HealthNotRead(ILogger logger, string label, string why);

    /// <summary>Told to end.</summary>
    [LoggerMessage(9, LogLevel.Information, "Ending: the target is unmounted first")]
    public static partial void Ending(ILogger logger);

    /// <summary>The unmount at the end did not succeed.</summary>
    [LoggerMessage(10, LogLevel.Error, "Ending without a confirmed unmount: {Fault}")]
    public static partial void EndedUnclean(ILogger logger, string fault);

    /// <summary>A caller of another incarnation.</summary>
    [LoggerMessage(11, LogLevel.Warning, "Refused a call of incarnation {Theirs}; this is {Ours}")]
    public static partial void Refused(ILogger logger, string theirs, string ours);

    /// <summary>A bug: an operation threw.</summary>
    [LoggerMessage(12, LogLevel.Critical, "{Operation} of {Label} threw")]
    public static partial void OperationThrew(ILogger logger, Exception exception, string operation, string label);

    /// <summary>Renewed certificates cannot be used.</summary>
    [LoggerMessage(13, LogLevel.Error, "Certificates in {Directory} cannot be used, the last good ones are: {Why}")]
    public static partial void CertificatesNotRead(ILogger logger, string directory, string why);

    /// <summary>Another kernel's key was taken away before a mount.</summary>
    [LoggerMessage(30, LogLevel.Warning, "{Label}: taking the key {Key} away from {Device}: this kernel is to be the only one that writes it")]
    public static partial void KeyPreempted(ILogger logger, string label, string device, string key);

    /// <summary>The device refuses everybody else's writes from here on.</summary>
    [LoggerMessage(31, LogLevel.Information, "{Label}: {Device} is reserved for the key {Key} alone")]
    public static partial void DeviceGuarded(ILogger logger, string label, string device, string key);

    /// <summary>A look at a mounted target failed in a way that nobody foresaw; the next one follows.</summary>
    [LoggerMessage(14, LogLevel.Error, "Looking at {Label} failed")]
    public static partial void LookFailed(ILogger logger, Exception exception, string label);
}
