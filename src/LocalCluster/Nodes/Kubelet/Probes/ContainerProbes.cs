using System.Globalization;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>Who hears what the probes of a container find.</summary>
internal interface IProbeListener
{
    /// <summary>The startup probe has succeeded.</summary>
    void NoteStarted();

    /// <summary>The readiness probe says otherwise than before.</summary>
    void NoteReady(bool isReady);

    /// <summary>A probe failed once; for an Event.</summary>
    void NoteUnhealthy(string message);

    /// <summary>The container is to be killed.</summary>
    /// <param name="kind">Which probe says so, in lower case.</param>
    /// <param name="graceSeconds">The probe's own grace; null for the pod's.</param>
    void NoteFailed(string kind, long? graceSeconds);
}

/// <summary>The probes of one run of a container, as the kubelet's probe manager runs them.</summary>
/// <param name="container">The container.</param>
/// <param name="run">Its run.</param>
/// <param name="exec">Runs commands inside.</param>
/// <param name="address">The pod's address.</param>
/// <param name="listener">Who hears.</param>
/// <param name="time">Clock.</param>
internal sealed class ContainerProbes(
    V1Container container, ContainerRun run, ContainerExec exec, string address, IProbeListener listener, TimeProvider time)
{
    private const int PeriodSecondsDefault = 10;
    private const int FailuresDefault = 3;

    /// <summary>Whether the container has any.</summary>
    public bool IsEmpty => container is { StartupProbe: null, LivenessProbe: null, ReadinessProbe: null };

    /// <summary>Probes until cancelled.</summary>
    /// <param name="cancellationToken">The container ended or is to end.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (container.StartupProbe is { } startup)
        {
            if (!await RunAsync("Startup", startup, isOnce: true, null, cancellationToken))
                return;
            listener.NoteStarted();
            if (container.ReadinessProbe is null)
                listener.NoteReady(true);
        }

        await Task.WhenAll(
            container.LivenessProbe is { } liveness ? RunAsync("Liveness", liveness, isOnce: false, null, cancellationToken) : Task.CompletedTask,
            container.ReadinessProbe is { } readiness
                ? RunAsync("Readiness", readiness, isOnce: false, listener.NoteReady, cancellationToken)
                : Task.CompletedTask);
    }

    /// <summary>One probe's life. False when it has failed for good.</summary>
    /// <param name="kind">Its kind, as in the kubelet's texts.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="isOnce">It ends at its first success.</param>
    /// <param name="tell">Hears its results; null when a failure kills the container.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<bool> RunAsync(string kind, V1Probe probe, bool isOnce, Action<bool>? tell, CancellationToken cancellationToken)
    {
        var threshold = new ProbeThreshold(Math.Max(probe.SuccessThreshold ?? 1, 1), Math.Max(probe.FailureThreshold ?? FailuresDefault, 1));
        await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0), time, cancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(probe.PeriodSeconds ?? PeriodSecondsDefault, 1)), time);
        do
        {
            var answer = await AskAsync(probe, cancellationToken);
            if (!answer.IsSuccess)
                listener.NoteUnhealthy($"{kind} probe failed: {answer.Output}");
            var result = threshold.Take(answer.IsSuccess);
            if (result is not null)
                tell?.Invoke(result.Value);
            if (result == true && isOnce)
                return true;
            if (result == false && tell is null)
            {
                listener.NoteFailed(kind.ToLower(CultureInfo.InvariantCulture), probe.TerminationGracePeriodSeconds);
                return false;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return true;
    }

    private async Task<ProbeResult> AskAsync(V1Probe probe, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(Math.Max(probe.TimeoutSeconds ?? 1, 1));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            var result = probe switch
            {
                { Exec.Command: { } command } => await exec.RunAsync(run, command, timeout.Token),
                { HttpGet: { } action } => await HttpCheck.AskAsync(action, container, address, timeout.Token),
                { TcpSocket: { } socket } => await TcpCheck.AskAsync(
                    string.IsNullOrEmpty(socket.Host) ? address : socket.Host, ProbeTarget.Port(socket.Port, container), timeout.Token),
                { Grpc: { } grpc } => await GrpcCheck.AskAsync(address, grpc.Port, grpc.Service ?? "", limit, cancellationToken),
                _ => ProbeResult.Good(),
            };
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
        catch (FormatException error)
        {
            return ProbeResult.Failed(error.Message);
        }
    }
}
