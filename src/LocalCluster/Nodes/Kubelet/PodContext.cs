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
    ILogger Log);
