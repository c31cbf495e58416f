using Grpc.Core;
using Grpc.Net.Client;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>Dials agents over gRPC (agent.proto): on UNIX sockets, or on TCP with mutual TLS.</summary>
/// <param name="credentials">Certificates; null where every agent listens on a UNIX socket.</param>
/// <param name="time">Clock of the pauses and of the watch for silence.</param>
public sealed class GrpcAgents(IAgentCredentials? credentials, TimeProvider time) : IAgents
{
    /// <summary>Hello reads two small files on the agent's side.</summary>
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The endpoint is neither <c>unix:/PATH</c> nor <c>https://ADDRESS:PORT/NAMESPACE</c>, or there are no certificates to dial it.</exception>
    public async Task<IAgentSession> ConnectAsync(string endpoint, IncarnationId incarnation, CancellationToken cancellationToken)
    {
        var address = AgentAddress.Parse(endpoint);
        if (address.Name is not null && credentials is null)
            throw new ArgumentException($"agent endpoint '{endpoint}' needs certificates, and this supervisor runs with --agent-directory", nameof(endpoint));
        var socket = new AgentLine(address, credentials, time);
        for (var pause = AgentLine.PauseMin; ; pause = AgentLine.Longer(pause))
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
