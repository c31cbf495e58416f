using LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Hears the probes of one run and decides whether it must die.</summary>
/// <param name="run">The run.</param>
/// <param name="telling">Tells the world.</param>
/// <param name="cancellationToken">Ends the telling.</param>
internal sealed class ContainerJudge(ContainerRun run, ContainerTelling telling, CancellationToken cancellationToken) : IProbeListener
{
    private readonly TaskCompletionSource condemned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string why = "";

    /// <summary>Completes when the container is to be killed.</summary>
    public Task Condemned => condemned.Task;

    /// <summary>Grace that the failed probe names; null for the pod's.</summary>
    public long? GraceSeconds { get; private set; }

    /// <summary>The kill in the kubelet's words.</summary>
    public string Words(string container, bool isRestarted) => why is "liveness" or "startup"
        ? $"Container {container} failed {why} probe{(isRestarted ? ", will be restarted" : "")}"
        : why;

    /// <summary>Decides that it dies.</summary>
    public void Condemn(string reason, long? graceSeconds)
    {
        if (condemned.Task.IsCompleted)
            return;
        (why, GraceSeconds) = (reason, graceSeconds);
        condemned.TrySetResult();
    }

    /// <inheritdoc/>
    public void NoteStarted() => telling.Change(facts => facts.Id == run.Id && facts.Runs ? facts with { Started = true } : facts, cancellationToken);

    /// <inheritdoc/>
    public void NoteReady(bool isReady) =>
        telling.Change(facts => facts.Id == run.Id && facts.Runs ? facts with { Ready = isReady } : facts, cancellationToken);

    /// <inheritdoc/>
    public void NoteUnhealthy(string message) => telling.Event(isWarning: true, "Unhealthy", message);

    /// <inheritdoc/>
    public void NoteFailed(string kind, long? graceSeconds) => Condemn(kind, graceSeconds);
}
