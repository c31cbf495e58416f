using Grpc.Core;
using Grpc.Net.Client;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>Dials agents over gRPC (agent.proto).</summary>
/// <param name="time">Clock of the pauses and of the watch for silence.</param>
public sealed class GrpcAgents(TimeProvider time) : IAgents
{
    /// <summary>Hello reads two small files on the agent's side.</summary>
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The endpoint is not <c>unix:/PATH</c>.</exception>
    public async Task<IAgentSession> ConnectAsync(string endpoint, IncarnationId incarnation, CancellationToken cancellationToken)
    {
        var socket = new AgentSocket(AgentSocket.PathOf(endpoint), time);
        for (var pause = AgentSocket.PauseMin; ; pause = AgentSocket.Longer(pause))
        {
            await socket.WaitAsync(cancellationToken);
            var channel = socket.OpenChannel();
            try
            {
                return await HelloAsync(channel, incarnation, cancellationToken);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
            {
                channel.Dispose();
                throw new AgentRefusedException(e.Status.Detail);
            }
            catch (Exception e) when (e is OperationCanceledException || (e is RpcException rpc && IsOfTheWire(rpc.StatusCode)))
            {
                // It died, or is starting, or froze between the connection and the answer: dial again.
                channel.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (RpcException e)
            {
                channel.Dispose();
                throw new AgentSessionException($"{endpoint}: {e.Status.Detail}", e);
            }
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<IAgentSession> HelloAsync(GrpcChannel channel, IncarnationId incarnation, CancellationToken cancellationToken)
    {
        var client = new Wire.TargetAgent.TargetAgentClient(channel);
        var reply = await client.HelloAsync(
            new Wire.HelloRequest { Incarnation = AgentMessages.Incarnation(incarnation) },
            deadline: (time.GetUtcNow() + HelloWithin).UtcDateTime, cancellationToken: cancellationToken);
        return new GrpcAgentSession(channel, client, incarnation, reply, time);
    }

    private static bool IsOfTheWire(StatusCode status) =>
        status is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown;
}
