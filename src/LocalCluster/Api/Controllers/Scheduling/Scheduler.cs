using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;

/// <summary>
/// <c>default-scheduler</c>: gives pods that name no node one that takes them. Pods of another scheduler are not its own, and Lustre
/// servers name their node themselves. Pods with affinity to pods, topology spread or volumes are placed as if they had none.
/// </summary>
internal sealed class Scheduler(
    ClusterView view, Binding binding, ClusterWriter writer, EventRecorder events, ControllerTimes times, TimeProvider clock) : IController
{
    private const string Component = "default-scheduler";

    /// <summary>What was last said of each pod that fits nowhere, so that a pass that finds nothing new says nothing.</summary>
    private readonly Dictionary<string, (string Message, DateTimeOffset At)> told = [];

    /// <inheritdoc/>
    public string Name => Component;

    /// <inheritdoc/>
    public bool Concerns(Change change) =>
        change.Object.Key.Resource == BuiltIns.Pods.Storage || change.Object.Key.Resource == BuiltIns.Nodes.Storage;

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        var waiting = view.Pods(IsCandidate).Where(pod => pod is { IsDeleting: false, IsOver: false }).ToList();
        foreach (var gone in told.Keys.Except(waiting.Select(pod => pod.Uid)).ToList()) told.Remove(gone);
        if (waiting.Count == 0) return null;
        var rooms = Rooms();
        foreach (var pod in waiting.OrderByDescending(pod => pod.Priority).ThenBy(pod => pod.CreatedAt).ThenBy(pod => pod.Key.Name, StringComparer.Ordinal))
        {
            if (pod.IsGated) Refuse(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
            else Schedule(pod, rooms);
        }

        return told.Count > 0 ? times.UnschedulableRetry : null;
    }

    /// <summary>By what selectors know of a pod, so that bound ones, which are most, are not read at all.</summary>
    private static bool IsCandidate(StoredObject pod) =>
        pod.Fields["spec.nodeName"].Length == 0 && pod.Fields["spec.schedulerName"] == Component;

    private List<NodeRoom> Rooms()
    {
        var rooms = view.Nodes().Where(node => !node.Stored.IsDeleting).ToDictionary(node => node.Name, node => new NodeRoom(node));
        foreach (var pod in view.Pods(pod => pod.Fields["spec.nodeName"].Length > 0).Where(pod => !pod.IsOver))
            if (rooms.TryGetValue(pod.NodeName, out var room)) room.Take(pod);
        return [.. rooms.Values];
    }

    private void Schedule(PodView pod, List<NodeRoom> rooms)
    {
        var judged = rooms.Select(room => (Room: room, Objections: NodeFilters.Objections(pod, room))).ToList();
        if (NodeFilters.Best(pod, judged.Where(entry => entry.Objections.Count == 0).Select(entry => entry.Room)) is not { } best)
        {
            var message = FitMessage.Of(pod, [.. judged.Select(entry => entry.Objections)]);
            if (Refuse(pod, "Unschedulable", message)) events.Warning(Component, pod.Subject, "FailedScheduling", message, "Scheduling");
            return;
        }

        try
        {
            var target = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = best.Node.Name };
            binding.Bind(pod.Key.Namespace, pod.Key.Name, new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["target"] = target }, false);
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            // Gone or bound by somebody else meanwhile.
            return;
        }

        best.Take(pod);
        told.Remove(pod.Uid);
        events.Normal(Component, pod.Subject, "Scheduled", $"Successfully assigned {pod.Key.Namespace}/{pod.Key.Name} to {best.Node.Name}", "Binding");
    }

    /// <summary>Says why the pod waits. Returns false when that was said already.</summary>
    private bool Refuse(PodView pod, string reason, string message)
    {
        var now = clock.GetUtcNow();
        if (told.TryGetValue(pod.Uid, out var last) && last.Message == message && now - last.At < times.UnschedulableRetry) return false;
        told[pod.Uid] = (message, now);
        writer.ChangeStatus(
            BuiltIns.Pods, pod.Key, pod.Uid,
            body =>
            {
                if (string.IsNullOrEmpty(body.TextAt("spec", "nodeName")))
                    Conditions.Set(body, "PodScheduled", "False", reason, message, now, ("lastProbeTime", null), ("observedGeneration", body.Generation()));
            },
            "kube-scheduler");
        return true;
    }
}
