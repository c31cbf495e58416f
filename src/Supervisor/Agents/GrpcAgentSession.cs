using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>One session with one agent.</summary>
internal sealed class GrpcAgentSession : IAgentSession
{
    /// <summary>Over the order's own time: the agent bounds its operations itself and then reads back what came of them.</summary>
    private static readonly TimeSpan OrderSlack = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(5);

    /// <summary>Reports come every 2 s; several missing mean that the agent is frozen, or the node is.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private readonly GrpcChannel _channel;

    private readonly Wire.TargetAgent.TargetAgentClient _client;

    private readonly Wire.Incarnation _incarnation;

    private readonly TimeProvider _time;

    /// <summary>Makes a session of a channel that said hello.</summary>
    public GrpcAgentSession(
        GrpcChannel channel, Wire.TargetAgent.TargetAgentClient client, IncarnationId incarnation, Wire.HelloReply hello, TimeProvider time)
    {
        (_channel, _client, _time) = (channel, client, time);
        _incarnation = AgentMessages.Incarnation(incarnation);
        Kernel = new KernelId(hello.Kernel?.SystemUuid ?? "", hello.Kernel?.BootId ?? "");
        PodUid = hello.PodUid;
    }

    /// <inheritdoc/>
    public KernelId Kernel { get; }

    /// <inheritdoc/>
    public string PodUid { get; }

    /// <inheritdoc/>
    public async Task<AgentOutcome> ExecuteAsync(AgentOrder order, CancellationToken cancellationToken)
    {
        var within = TimeSpan.FromSeconds(order.TimeoutSeconds) + OrderSlack;
        return AgentMessages.Outcome(await CallAsync(
            () => _client.ExecuteAsync(AgentMessages.Order(order, _incarnation), deadline: After(within),
                cancellationToken: cancellationToken),
            cancellationToken));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentReport> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(SilenceMax, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        using var call = _client.Watch(new Wire.WatchRequest { Incarnation = _incarnation }, cancellationToken: either.Token);
        while (await NextAsync(call.ResponseStream, either.Token, cancellationToken))
        {
            silence.CancelAfter(SilenceMax);
            yield return AgentMessages.Report(call.ResponseStream.Current);
            silence.CancelAfter(SilenceMax);
        }
        throw new AgentSessionException("the agent ended its reports: it is ending itself");
    }

    /// <inheritdoc/>
    public Task AcknowledgeAsync(long faultNumber, CancellationToken cancellationToken) => CallAsync(() => _client.AcknowledgeAsync(
        new Wire.Acknowledgement { Incarnation = _incarnation, FaultNumber = faultNumber },
        deadline: After(AcknowledgeWithin), cancellationToken: cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private DateTime After(TimeSpan within) => (_time.GetUtcNow() + within).UtcDateTime;

    private static async Task<bool> NextAsync(IAsyncStreamReader<Wire.Report> reports, CancellationToken either, CancellationToken callers)
    {
        try
        {
            return await reports.MoveNext(either);
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested)
        {
            throw new AgentSessionException($"the agent reported nothing for {SilenceMax.TotalSeconds} s");
        }
        catch (RpcException e)
        {
            throw Broken(e);
        }
    }

    private static async Task<T> CallAsync<T>(Func<AsyncUnaryCall<T>> call, CancellationToken callers)
    {
        try
        {
            return await call();
        }
        catch (RpcException e)
        {
            throw Broken(e);
        }
        catch (OperationCanceledException e) when (!callers.IsCancellationRequested)
        {
            throw new AgentSessionException("the agent did not answer in time, or the session was closed meanwhile", e);
        }
        catch (ObjectDisposedException e)
        {
            throw new AgentSessionException("the session is closed", e);
        }
    }

    private static Exception Broken(RpcException e) => e.StatusCode == StatusCode.FailedPrecondition
        ? new AgentRefusedException(e.Status.Detail)
        : new AgentSessionException($"{e.StatusCode}: {e.Status.Detail}", e);
}
