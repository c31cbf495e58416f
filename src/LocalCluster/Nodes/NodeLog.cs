using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>What a node writes to its log. Event ids 1100-1199.</summary>
internal static partial class NodeLog
{
    /// <summary>The node boots.</summary>
    [LoggerMessage(1100, LogLevel.Information, "node {Name} boots: machine {SystemUuid}, boot {BootId}")]
    public static partial void Boots(ILogger logger, string name, string systemUuid, string bootId);

    /// <summary>The Node object is up to date.</summary>
    [LoggerMessage(1101, LogLevel.Information, "node {Name} is registered and Ready")]
    public static partial void Registered(ILogger logger, string name);

    /// <summary>The API server did not take something; it is tried again.</summary>
    [LoggerMessage(1102, LogLevel.Warning, "{What} failed, trying again: {Reason}")]
    public static partial void TriedAgain(ILogger logger, string what, string reason);

    /// <summary>A container runs.</summary>
    [LoggerMessage(1103, LogLevel.Information, "pod {Pod} ({Uid}) runs as process {Pid}")]
    public static partial void PodStarted(ILogger logger, string pod, string uid, int pid);

    /// <summary>A container ended.</summary>
    [LoggerMessage(1104, LogLevel.Information, "pod {Pod} ({Uid}), process {Pid}, ended with {ExitCode}")]
    public static partial void PodEnded(ILogger logger, string pod, string uid, int pid, int exitCode);

    /// <summary>A container could not be started.</summary>
    [LoggerMessage(1105, LogLevel.Warning, "pod {Pod} ({Uid}) cannot be started: {Reason}")]
    public static partial void PodRefused(ILogger logger, string pod, string uid, string reason);

    /// <summary>A container is asked to end.</summary>
    [LoggerMessage(1106, LogLevel.Information, "pod {Pod} ({Uid}), process {Pid}, is asked to end within {GraceSeconds} s")]
    public static partial void PodStopping(ILogger logger, string pod, string uid, int pid, double graceSeconds);

    /// <summary>A container of an earlier boot is gone.</summary>
    [LoggerMessage(1107, LogLevel.Information, "pod {Pod} ({Uid}) ran in an earlier boot: its containers are gone")]
    public static partial void PodLost(ILogger logger, string pod, string uid);

    /// <summary>A worker failed in a way nobody foresaw.</summary>
    [LoggerMessage(1108, LogLevel.Error, "pod {Pod} ({Uid}): its worker failed")]
    public static partial void WorkerFailed(ILogger logger, Exception fault, string pod, string uid);

    /// <summary>How far pods are isolated here.</summary>
    [LoggerMessage(1110, LogLevel.Information, "pods of node {Name} have name spaces of their own: {Isolation}")]
    public static partial void Isolates(ILogger logger, string name, PodIsolation isolation);

    /// <summary>An Event did not reach the API server.</summary>
    [LoggerMessage(1111, LogLevel.Warning, "event {Reason} of {Name} is lost: {Why}")]
    public static partial void EventLost(ILogger logger, string reason, string name, string why);

    /// <summary>The node goes down.</summary>
    [LoggerMessage(1109, LogLevel.Information, "node {Name} shuts down")]
    public static partial void ShutsDown(ILogger logger, string name);

    /// <summary>The node agent ended.</summary>
    [LoggerMessage(1112, LogLevel.Warning, "the node agent of {Name} ended: {Why}; it is started again")]
    public static partial void NodeAgentEnded(ILogger logger, string name, string why);
}
