using Grpc.Core;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>Asks node agents over gRPC (node_agent.proto), each time on a connection of its own: they are asked when something has failed.</summary>
/// <param name="credentials">Certificates; null where every agent listens on a UNIX socket.</param>
/// <param name="time">Clock.</param>
public sealed class GrpcNodeAgents(IAgentCredentials? credentials, TimeProvider time) : INodeAgents
{
    /// <summary>Answers come from memory; a node that takes longer is as good as silent.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    /// <summary>A storage fence runs a few tools, each with a time-out of its own.</summary>
    private static readonly TimeSpan FenceWithin = TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public async Task<NodeAgentDescription> DescribeAsync(string endpoint, CancellationToken cancellationToken)
    {
        var reply = await CallAsync(endpoint, AnswerWithin, (c, o) => c.DescribeAsync(new Wire.DescribeRequest(), o), cancellationToken);
        return new NodeAgentDescription(
            KernelOf(reply.Kernel), reply.Node, reply.Armed, reply.MayFeed, TimeSpan.FromMilliseconds(reply.UptimeMilliseconds), reply.Reason);
    }

    /// <inheritdoc/>
    public async Task<GrantLapse> AskLapseAsync(string endpoint, KernelId kernel, int grantSeconds, CancellationToken cancellationToken)
    {
        var request = new Wire.LapsesRequest { Kernel = KernelOf(kernel), GrantSeconds = grantSeconds };
        var reply = await CallAsync(endpoint, AnswerWithin, (c, o) => c.LapsesAsync(request, o), cancellationToken);
        return new GrantLapse(
            KernelOf(reply.Kernel), reply.Node, reply.Lapsed, TimeSpan.FromMilliseconds(reply.SinceMilliseconds),
            TimeSpan.FromMilliseconds(reply.RemainingMilliseconds));
    }

    /// <inheritdoc/>
    public async Task<StorageFenceResult> FenceAsync(string endpoint, StorageFenceOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var request = new Wire.StorageFence
        {
            Backend = order.Backend, DevicePath = order.DevicePath, DeviceId = order.DeviceId, Victim = KernelOf(order.Victim),
            Known = { order.Known.Select(KernelOf) },
        };
        var reply = await CallAsync(endpoint, FenceWithin, (c, o) => c.FenceAsync(request, o), cancellationToken);
        return new StorageFenceResult(AgentMessages.FaultOf(reply.Fault), reply.Evidence, reply.VictimGone);
    }

    private async Task<T> CallAsync<T>(
        string endpoint, TimeSpan within, Func<Wire.NodeAgent.NodeAgentClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken callers)
    {
        var address = AddressOf(endpoint);
        using var channel = new AgentLine(address, credentials, time).OpenChannel();
        try
        {
            var options = new CallOptions(deadline: (time.GetUtcNow() + within).UtcDateTime, cancellationToken: callers);
            return await call(new Wire.NodeAgent.NodeAgentClient(channel), options);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown)
        {
            throw new AgentSessionException($"{endpoint}: {e.StatusCode}: {e.Status.Detail}", e);
        }
        catch (RpcException e)
        {
            throw new AgentRefusedException($"{endpoint}: {e.StatusCode}: {e.Status.Detail}");
        }
        catch (OperationCanceledException e) when (!callers.IsCancellationRequested)
        {
            throw new AgentSessionException($"{endpoint}: no answer within {within.TotalSeconds:0.#} s", e);
        }
    }

    private AgentAddress AddressOf(string endpoint)
    {
        try
        {
            var address = AgentAddress.Parse(endpoint);
            return address.Name is null || credentials is not null
                ? address
                : throw new AgentSessionException($"{endpoint} needs certificates, and this supervisor runs with --agent-directory");
        }
        catch (ArgumentException e)
        {
            throw new AgentSessionException(endpoint.Length == 0 ? "its node agent does not say where it listens" : e.Message, e);
        }
    }

    private static KernelId KernelOf(Wire.Kernel? kernel) => new(kernel?.SystemUuid ?? "", kernel?.BootId ?? "");

    private static Wire.Kernel KernelOf(KernelId kernel) => new() { SystemUuid = kernel.SystemUuid, BootId = kernel.BootId };
}
