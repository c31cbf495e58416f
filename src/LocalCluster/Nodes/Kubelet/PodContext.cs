using k8s;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>What every pod worker of a node shares.</summary>
/// <param name="Node">The node.</param>
/// <param name="Starter">Turns containers into processes.</param>
/// <param name="Exec">Runs commands inside containers.</param>
/// <param name="Volumes">Volumes as directories.</param>
/// <param name="Config">Reads what environments refer to.</param>
/// <param name="Logs">Logs of containers.</param>
/// <param name="Events">Takes Events.</param>
/// <param name="Api">Writes to the API server.</param>
/// <param name="Starts">Tells the node's kernel, by the pod's UID, that its first process is about to start.</param>
/// <param name="ProcessGone">Tells the node's kernel, by the pod's UID, that its last process is gone, so that its mount namespace goes.</param>
/// <param name="Time">Clock.</param>
/// <param name="Log">The node's log.</param>
internal sealed record PodContext(
    NodeOptions Node,
    ContainerStart Starter,
    ContainerExec Exec,
    PodVolumes Volumes,
    ConfigReader Config,
    LogFiles Logs,
    EventRecorder Events,
    PodApi Api,
    Action<string> Starts,
    Action<string> ProcessGone,
    TimeProvider Time,
    ILogger Log)
{
    /// <summary>Puts the parts together.</summary>
    /// <param name="node">The node.</param>
    /// <param name="starter">Turns containers into processes.</param>
    /// <param name="client">The cluster.</param>
    /// <param name="kernel">The node's kernel.</param>
    /// <param name="events">Takes Events.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">The node's log.</param>
    public static PodContext Compose(
        NodeOptions node, ContainerStart starter, IKubernetes client, KernelHost kernel, EventRecorder events, TimeProvider time, ILogger log)
    {
        var retry = new ApiRetry(log, time);
        var config = new ConfigReader(client, retry);
        return new PodContext(
            node,
            starter,
            new ContainerExec(starter),
            new PodVolumes(node, config, events, new ServiceAccountFiles(node, client, retry, time), time),
            config,
            new LogFiles(node, time),
            events,
            new PodApi(client, retry),
            kernel.PodStarts,
            podUid => _ = kernel.PodEndedAsync(podUid, CancellationToken.None),
            time,
            log);
    }
}
