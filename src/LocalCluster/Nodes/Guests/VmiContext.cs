using LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>What the workers of a node's virtual machines share.</summary>
/// <param name="Node">The node.</param>
/// <param name="Environment">Environment of a machine's process; the markers of its host are in it.</param>
/// <param name="Api">Writes to the API server.</param>
/// <param name="Accounts">Service accounts as files.</param>
/// <param name="Events">Takes Events.</param>
/// <param name="Time">Clock.</param>
/// <param name="Log">The node's log.</param>
internal sealed record VmiContext(
    NodeOptions Node, IReadOnlyDictionary<string, string> Environment, VmiApi Api, ServiceAccountFiles Accounts,
    EventRecorder Events, TimeProvider Time, ILogger Log);
