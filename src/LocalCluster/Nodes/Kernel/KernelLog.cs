using LustreSupervisor.LustreModel.Running;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>Log lines of a simulated kernel. Event ids 2200 to 2299.</summary>
internal static partial class KernelLog
{
    [LoggerMessage(2200, LogLevel.Information, "kernel of {node} answers on {socket}; boot {bootId}, delay factor {factor}")]
    public static partial void Booted(ILogger logger, string node, string socket, string bootId, double factor);

    [LoggerMessage(2201, LogLevel.Information, "Lustre: {kind}: {message}")]
    public static partial void Happened(ILogger logger, KernelEventKind kind, string message);

    [LoggerMessage(2202, LogLevel.Critical, "DATA LOSS: {message}")]
    public static partial void DataLoss(ILogger logger, string message);

    [LoggerMessage(2203, LogLevel.Error, "device {path} failed: {reason}")]
    public static partial void DeviceFailed(ILogger logger, string path, string reason);

    [LoggerMessage(2204, LogLevel.Warning, "a request on the kernel's socket was refused: {reason}")]
    public static partial void BadRequest(ILogger logger, string reason);

    [LoggerMessage(2205, LogLevel.Error, "a command failed within the simulated kernel")]
    public static partial void CommandFailed(ILogger logger, Exception exception);

    [LoggerMessage(2206, LogLevel.Error, "the mount table of pod {podUid} cannot be kept: {reason}")]
    public static partial void MountTableFailed(ILogger logger, string podUid, string reason);
}
