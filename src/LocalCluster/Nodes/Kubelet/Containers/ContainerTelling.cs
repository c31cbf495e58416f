using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Tells what becomes of a container: in the pod's status, as Events and in the node's log. Texts are the kubelet's.</summary>
/// <param name="scene">The pod.</param>
/// <param name="first">The container.</param>
internal sealed class ContainerTelling(PodScene scene, ContainerFacts first)
{
    /// <summary>Exit code of a container that could not be started (runc's convention, shown by the kubelet).</summary>
    private const int StartErrorCode = 128;

    private readonly V1Container container = first.Spec;
    private readonly PodContext context = scene.Context;
    private string refused = "";

    /// <summary>Posts an Event of the container.</summary>
    public void Event(bool isWarning, string reason, string message) =>
        context.Events.OfContainer(scene.Pod, container, first.Role != ContainerRole.Main, isWarning, reason, message);

    /// <summary>Changes what is known of the container.</summary>
    public void Change(Func<ContainerFacts, ContainerFacts> change, CancellationToken cancellationToken) =>
        scene.Reporter.Change(facts => facts.With(container.Name, change), cancellationToken);

    /// <summary>It runs.</summary>
    public void Runs(ContainerRun run, int number, CancellationToken cancellationToken)
    {
        Change(facts => facts.RunsAs(run.Id, run.Started, number), cancellationToken);
        NodeLog.PodStarted(context.Log, scene.Name, scene.Pod.Uid(), run.Process.Identity.Pid);
        Event(isWarning: false, "Pulled", $"Container image \"{container.Image}\" already present on machine and can be accessed by the pod");
        Event(isWarning: false, "Created", "Container created");
        Event(isWarning: false, "Started", "Container started");
        refused = "";
    }

    /// <summary>It ended.</summary>
    public void Ended(V1ContainerStateTerminated how, int number, CancellationToken cancellationToken) =>
        Change(facts => facts.Ends(how, number), cancellationToken);

    /// <summary>It could not be started.</summary>
    /// <returns>What is reported as its end.</returns>
    public V1ContainerStateTerminated NotStarted(string message, int number, CancellationToken cancellationToken)
    {
        NodeLog.PodRefused(context.Log, scene.Name, scene.Pod.Uid(), message);
        var how = new V1ContainerStateTerminated
        {
            ExitCode = StartErrorCode,
            Reason = "StartError",
            Message = message,
            // As containerd has it: it never started.
            StartedAt = DateTime.UnixEpoch,
            FinishedAt = context.Time.GetUtcNow().UtcDateTime,
        };
        Change(facts => facts.Ends(how, number), cancellationToken);
        Event(isWarning: true, "Failed", $"Error: {message}");
        return how;
    }

    /// <summary>Something that it refers to is not there.</summary>
    public void LacksConfig(string message, CancellationToken cancellationToken)
    {
        Change(facts => facts.Waits("CreateContainerConfigError", message), cancellationToken);
        Refused($"Error: {message}");
    }

    /// <summary>Its image cannot be had.</summary>
    public void LacksImage(string message, CancellationToken cancellationToken)
    {
        if (refused.Length == 0)
        {
            Event(isWarning: true, "Failed", $"Failed to pull image \"{container.Image}\": {message}");
            Refused("Error: ErrImagePull");
            Change(facts => facts.Waits("ErrImagePull", message), cancellationToken);
            return;
        }

        Change(facts => facts.Waits("ImagePullBackOff", $"Back-off pulling image \"{container.Image}\": ErrImagePull: {message}"), cancellationToken);
    }

    /// <summary>It waits for its next start.</summary>
    /// <param name="wait">How long, as the kubelet names it.</param>
    /// <param name="cancellationToken">Ends the telling.</param>
    public void BacksOff(TimeSpan wait, CancellationToken cancellationToken)
    {
        var message = $"back-off {GoText.Duration(wait)} restarting failed container={container.Name} pod={scene.Format}";
        Change(facts => facts.Waits("CrashLoopBackOff", message), cancellationToken);
        Event(isWarning: true, "BackOff", $"Back-off restarting failed container {container.Name} in pod {scene.Format}");
    }

    /// <summary>It will not run again: a wait for its next start is none any more.</summary>
    public void Settle(CancellationToken cancellationToken)
    {
        if (scene.Reporter.Facts.Containers.Find(facts => facts.Spec.Name == container.Name) is { State.Waiting.Reason: "CrashLoopBackOff" })
            Change(facts => facts with { State = facts.Last!, Last = null }, cancellationToken);
    }

    /// <summary>An Event once, not at every look.</summary>
    private void Refused(string message)
    {
        if (refused == message)
            return;
        refused = message;
        NodeLog.PodRefused(context.Log, scene.Name, scene.Pod.Uid(), message);
        Event(isWarning: true, "Failed", message);
    }
}
