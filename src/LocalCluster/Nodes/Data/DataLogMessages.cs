using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>Log lines of the service to clients. Event ids 2300 to 2399.</summary>
internal static partial class DataLogMessages
{
    [LoggerMessage(2300, LogLevel.Information, "Lustre: {service}: serves with {clients} known clients, {bytes} bytes on disk, last transno {transno}")]
    public static partial void Opened(ILogger logger, string service, int clients, long bytes, long transno);

    [LoggerMessage(2301, LogLevel.Information, "Lustre: {service}: recovery is {recovery}")]
    public static partial void Recovery(ILogger logger, string service, string recovery);

    [LoggerMessage(2302, LogLevel.Error, "Lustre: {service}: a commit failed, the target is read-only: {reason}")]
    public static partial void CommitFailed(ILogger logger, string service, string reason);

    [LoggerMessage(2303, LogLevel.Warning, "Lustre: {service}: {count} clients were evicted")]
    public static partial void Evicted(ILogger logger, string service, long count);

    [LoggerMessage(2304, LogLevel.Warning, "a connection of a client was closed: {reason}")]
    public static partial void BadMessage(ILogger logger, string reason);

    [LoggerMessage(2305, LogLevel.Error, "Lustre: {service}: the data on {path} cannot be read: {reason}")]
    public static partial void Unreadable(ILogger logger, string service, string path, string reason);

    [LoggerMessage(2306, LogLevel.Error, "the service to a client failed")]
    public static partial void ServiceFailed(ILogger logger, Exception exception);

    [LoggerMessage(2307, LogLevel.Information, "Lustre: {service}: stopped, last transno {transno} is on disk: {committed}")]
    public static partial void Closed(ILogger logger, string service, long transno, bool committed);
}
