using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>
/// What a person wants to know of a pod in one word and three numbers, found as <c>printPod</c> of <c>pkg/printers/internalversion</c>
/// finds it: the phase gives way to the reason of a waiting or ended container, and both to a deletion.
/// </summary>
internal sealed class PodSummary
{
    private PodSummary(JsonElement pod)
    {
        Containers = pod.Count("spec", "containers") + pod.Items("spec", "initContainers").Count(IsSidecar);
        Reason = pod.TextOr(pod.Text("status", "phase"), "status", "reason");
        if (Conditions(pod).Any(c => c.Text("type") == "PodScheduled" && c.Text("reason") == "SchedulingGated")) Reason = "SchedulingGated";
    }

    /// <summary>Containers, those init containers included that go on running.</summary>
    public int Containers { get; private set; }

    public int Ready { get; private set; }

    public string Reason { get; private set; }

    public long Restarts { get; private set; }

    public DateTimeOffset? LastRestart { get; private set; }

    public static PodSummary Of(JsonElement pod)
    {
        var summary = new PodSummary(pod);
        var isInitializing = summary.LookAtInitContainers(pod);
        if (!isInitializing || Holds(pod, "Initialized")) summary.LookAtContainers(pod);
        if (pod.Has("metadata", "deletionTimestamp"))
        {
            if (pod.Text("status", "reason") == "NodeLost") summary.Reason = "Unknown";
            else if (pod.Text("status", "phase") is not ("Succeeded" or "Failed")) summary.Reason = "Terminating";
        }

        return summary;
    }

    /// <summary>Returns whether one of them is still to do its work; that one gives the reason.</summary>
    private bool LookAtInitContainers(JsonElement pod)
    {
        var sidecars = pod.Items("spec", "initContainers").Where(IsSidecar).Select(c => c.Text("name")).ToHashSet();
        var place = -1;
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            place++;
            CountRestarts(status);
            var ended = status.At("state", "terminated");
            if (ended.Has() && (ended.Whole("exitCode") ?? 0) == 0) continue;
            if (sidecars.Contains(status.Text("name")) && status.Flag("started"))
            {
                if (status.Flag("ready")) Ready++;
                continue;
            }

            var waiting = status.Text("state", "waiting", "reason");
            if (ended.Has()) Reason = "Init:" + EndOf(ended);
            else if (waiting.Length > 0 && waiting != "PodInitializing") Reason = "Init:" + waiting;
            else Reason = $"Init:{place}/{pod.Count("spec", "initContainers")}";
            return true;
        }

        return false;
    }

    private void LookAtContainers(JsonElement pod)
    {
        (Restarts, LastRestart) = (0, null);
        var sidecars = pod.Items("spec", "initContainers").Where(IsSidecar).Select(c => c.Text("name")).ToHashSet();
        foreach (var status in pod.Items("status", "initContainerStatuses").Where(s => sidecars.Contains(s.Text("name")))) CountRestarts(status);
        var isRunning = false;
        foreach (var status in pod.Items("status", "containerStatuses").Reverse())
        {
            CountRestarts(status);
            var ended = status.At("state", "terminated");
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                Reason = waiting;
            }
            else if (ended.Has())
            {
                Reason = EndOf(ended);
            }
            else if (status.Flag("ready") && status.Has("state", "running"))
            {
                isRunning = true;
                Ready++;
            }
        }

        if (Reason == "Completed" && isRunning) Reason = Holds(pod, "Ready") ? "Running" : "NotReady";
    }

    private void CountRestarts(JsonElement status)
    {
        Restarts += status.Whole("restartCount") ?? 0;
        if (status.Moment("lastState", "terminated", "finishedAt") is { } ended && (LastRestart is null || ended > LastRestart)) LastRestart = ended;
    }

    private static string EndOf(JsonElement ended)
    {
        if (ended.Text("reason") is { Length: > 0 } reason) return reason;
        return ended.Whole("signal") is { } signal and not 0 ? $"Signal:{signal}" : $"ExitCode:{ended.Whole("exitCode") ?? 0}";
    }

    private static bool IsSidecar(JsonElement container) => container.Text("restartPolicy") == "Always";

    private static bool Holds(JsonElement pod, string type) =>
        Conditions(pod).FirstOrDefault(c => c.Text("type") == type).Text("status") == "True";

    private static IEnumerable<JsonElement> Conditions(JsonElement pod) => pod.Items("status", "conditions");
}
