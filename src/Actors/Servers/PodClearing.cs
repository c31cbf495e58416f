using Akka.Actor;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>Removes the pod of a dead incarnation, by UID, until it is done. Lives inside one server's actor.</summary>
/// <param name="services">This member's services.</param>
/// <param name="self">The server's actor.</param>
internal sealed class PodClearing(ActorServices services, IActorRef self) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stop = new();

    internal sealed record Retry(LeftoverPod Pod);

    internal sealed record Cleared(LeftoverPod Pod);

    internal sealed record Failed(LeftoverPod Pod, Exception Error);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    internal void Run(ServerState state, LeftoverPod pod, ITimerScheduler timers)
    {
        timers.Cancel(new ClearPod(pod).Id);
        if (state.Leftover == pod)
            DeleteAsync(state, pod).PipeTo(self);
    }

    internal static void OnFailed(Failed failed, bool stillDue, ITimerScheduler timers)
    {
        if (stillDue)
            timers.StartSingleTimer(new ClearPod(failed.Pod).Id, new Retry(failed.Pod), RetryAfter);
    }

    private async Task<object> DeleteAsync(ServerState state, LeftoverPod pod)
    {
        using var deadline = new CancellationTokenSource(Deadline, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, deadline.Token);
        try
        {
            var mode = pod.Proved ? PodDeletion.AfterProofOfDeath : PodDeletion.Graceful;
            await services.Pods.DeleteAsync(state.Declared.Target, pod.Uid, mode, both.Token).ConfigureAwait(false);
            return new Cleared(pod);
        }
#pragma warning disable CA1031 // Whatever failed, it is tried again while it is due.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Failed(pod, e);
        }
    }
}
