using System.Globalization;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Agents;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary>
/// The floor: the very agent process, started by hand on the same node, told to mount, with nobody around it. No kubelet, no API
/// object, no journal: what a perfect supervisor would need.
/// </summary>
/// <param name="node">Node whose kernel is used.</param>
/// <param name="environment">Environment of a pod there.</param>
/// <param name="like">A measured OST, whose network the probe's own OST shares.</param>
/// <param name="device">An unused device.</param>
/// <param name="index">An unused index.</param>
/// <param name="time">Clock.</param>
internal sealed class FloorProbe(
    NodeOptions node, IReadOnlyDictionary<string, string> environment, ServerSpec like, DeviceRef device, int index, TimeProvider time)
{
    /// <summary>Longest wait for one order.</summary>
    private const int OrderSeconds = 60;

    private readonly TargetId target = like.Target with { Index = index };
    private readonly GrpcAgents agents = new(credentials: null, time);
    private string uuid = "";
    private long number;

    /// <summary>Formats the probe's OST; not measured.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PrepareAsync(CancellationToken cancellationToken) => await WithAgentAsync(async (session, token) =>
    {
        uuid = (await OrderAsync(session, AgentOperation.Format, token)).DeviceUuid;
        await OrderAsync(session, AgentOperation.Mount, token);
        return 0.0;
    }, cancellationToken);

    /// <summary>Starts the agent, mounts, and returns the time from the start of the process to the mount's success, in milliseconds.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        return WithAgentAsync(async (session, token) =>
        {
            await OrderAsync(session, AgentOperation.Mount, token);
            return time.GetElapsedTime(started).TotalMilliseconds;
        }, cancellationToken);
    }

    private async Task<double> WithAgentAsync(Func<IAgentSession, CancellationToken, Task<double>> use, CancellationToken cancellationToken)
    {
        var life = new IncarnationId(1, ++number, "floor");
        var socket = Path.Combine(node.RuntimeDirectory, "floor.sock");
        File.Delete(socket);
        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            [HallMarkers.Pod] = "bench/floor",
            [HallMarkers.PodUid] = string.Create(CultureInfo.InvariantCulture, $"floor-{number}"),
        };
        string[] arguments =
        [
            "target", "--namespace", target.Namespace, "--pod", target.ObjectName, "--label", target.Label,
            "--incarnation", life.ToString(), "--listen", $"unix:{socket}",
        ];
        using var process = ChildProcess.Start(new ChildStart(
            node.Programs.Agent, arguments, variables, node.Directory.NodeDirectory(node.Name), node.Directory.LogFile("floor")));
        await using var session = await agents.ConnectAsync($"unix:{socket}", life, cancellationToken);
        var result = await use(session, cancellationToken);
        await OrderAsync(session, AgentOperation.Unmount, cancellationToken);
        process.Send(Signal.Kill);
        await process.Exit.WaitAsync(cancellationToken);
        return result;
    }

    private async Task<AgentOutcome> OrderAsync(IAgentSession session, AgentOperation operation, CancellationToken cancellationToken)
    {
        var order = new AgentOrder(
            operation,
            target,
            device,
            "ldiskfs",
            [.. like.ServiceNodes.Select(service => service.Nids)],
            like.MgsNids,
            uuid,
            OrderSeconds);
        var outcome = await session.ExecuteAsync(order, cancellationToken);
        return outcome.Fault is null
            ? outcome
            : throw new StateException($"The floor's agent could not {operation} {target.Label}: {outcome.Fault.Reason} {outcome.Fault.Message}");
    }
}
