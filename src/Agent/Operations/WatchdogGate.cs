using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Agent.Operations;

/// <summary>
/// Where a file system relies on its nodes to fence themselves, no target is mounted before the watchdog of the node is armed. The node agent
/// knows, and must be one of this very kernel.
/// </summary>
internal sealed class WatchdogGate(HostEnvironment environment, KernelReader kernel, TimeProvider time)
{
    /// <summary>It answers from memory.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <summary>Asks the node agent.</summary>
    /// <returns>Null when the watchdog is armed; else a fault that passes, with nothing touched.</returns>
    public async Task<Fault?> DemandAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false };
        using var channel = GrpcChannel.ForAddress("http://agent", new GrpcChannelOptions { HttpHandler = handler });
        try
        {
            var node = await new Wire.NodeAgent.NodeAgentClient(channel).DescribeAsync(
                new Wire.DescribeRequest(), deadline: (time.GetUtcNow() + AnswerWithin).UtcDateTime, cancellationToken: cancellationToken);
            var own = kernel.Read();
            return node.Kernel?.BootId != own.BootId || node.Kernel.SystemUuid != own.SystemUuid
                ? NotArmed($"the node agent answers for kernel {node.Kernel?.SystemUuid}/{node.Kernel?.BootId}, this is {own}")
                : node.Armed ? null : NotArmed(node.Reason);
        }
        catch (RpcException e)
        {
            return NotArmed($"the node agent at {environment.NodeAgentSocket} does not answer: {e.Status.Detail}");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(environment.NodeAgentSocket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Fault NotArmed(string why) =>
        new(FaultKind.Transient, "WatchdogNotArmed", $"self-fencing is demanded and the watchdog of this node is not armed, nothing was touched: {why}");
}
