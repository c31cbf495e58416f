using Akka.Actor;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Servers;

/// <summary>The asynchronous calls of one life: each ends with a message to its actor, never with an exception.</summary>
internal sealed class IncarnationCalls(IncarnationId id, ActorServices services, CancellationToken stop)
{
    private static readonly TimeSpan ApiDeadline = TimeSpan.FromSeconds(10);

    internal sealed record PodReady(string Uid);

    internal sealed record TryAgain(TimeSpan After, string Why);

    internal sealed record Connected(IAgentSession Session);

    internal sealed record Executed(AgentOperation Operation, AgentOutcome Outcome);

    internal sealed record Reported(AgentReport Report);

    internal sealed record Failed(Fault Fault, Exception Error);

    /// <summary>The actor that called has ended or was built anew: its successor has the same address and must not take this for its own.</summary>
    internal sealed record Obsolete;

    internal void CreatePod(PodOrder order, IActorRef self) =>
        Run(self, ApiDeadline, async token => new PodReady(await services.Pods.CreateAsync(order, token).ConfigureAwait(false)));

    internal void Connect(string endpoint, TimeSpan limit, IActorRef self) =>
        Run(self, limit, async token => new Connected(await services.Agents.ConnectAsync(endpoint, id, token).ConfigureAwait(false)));

    internal void Execute(IAgentSession session, AgentOrder order, IActorRef self) =>
        Run(
            self,
            TimeSpan.FromSeconds(order.TimeoutSeconds) + IncarnationLimits.OrderGrace,
            async token => new Executed(order.Operation, await session.ExecuteAsync(order, token).ConfigureAwait(false)));

    internal void Watch(IAgentSession session, IActorRef self) => Run(self, Timeout.InfiniteTimeSpan, async token =>
    {
        await foreach (var report in session.WatchAsync(token).ConfigureAwait(false))
            self.Tell(new Reported(report));
        throw new AgentSessionException("the agent ended its reports");
    });

    private void Run(IActorRef self, TimeSpan limit, Func<CancellationToken, Task<object>> call) => GuardAsync(limit, call).PipeTo(self);

    private async Task<object> GuardAsync(TimeSpan limit, Func<CancellationToken, Task<object>> call)
    {
        using var deadline = new CancellationTokenSource(limit, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            return await LastingAsync(await call(both.Token).ConfigureAwait(false)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Every failure becomes a typed fault; the actor throws it into its supervisor.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return stop.IsCancellationRequested ? new Obsolete() : e switch
            {
                PodNameTakenException => new TryAgain(IncarnationLimits.NameRetry, e.Message),
                AgentRefusedException => new TryAgain(IncarnationLimits.Retry, e.Message),
                _ => new Failed(FaultOf(e), e),
            };
        }
    }

    private async Task<object> LastingAsync(object answer)
    {
        if (!stop.IsCancellationRequested)
            return answer;
        if (answer is Connected connected)
            await connected.Session.DisposeAsync().ConfigureAwait(false);
        return new Obsolete();
    }

    private static Fault FaultOf(Exception e) => e switch
    {
        ClusterUnavailableException => new Fault(FaultKind.Transient, "ClusterUnavailable", e.Message),
        PodRefusedException => new Fault(FaultKind.PodCrashed, "PodRefused", e.Message),
        AgentSessionException => new Fault(FaultKind.Session, "SessionBroken", e.Message),
        OperationCanceledException => new Fault(FaultKind.Session, "DeadlinePassed", "no answer in time"),
        _ => new Fault(FaultKind.Supervisor, e.GetType().Name, e.Message),
    };
}
