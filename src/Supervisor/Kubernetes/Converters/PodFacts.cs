using System.Globalization;
using System.Text.Json;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>A Pod of the API as a fact.</summary>
internal static class PodFacts
{
    /// <summary>Converts; what the object does not say stays empty.</summary>
    public static PodFact From(JsonElement pod)
    {
        var annotations = pod.Map("metadata", "annotations");
        var node = pod.Text("spec", "nodeName");
        var hasLife = IncarnationId.TryParse(annotations.GetValueOrDefault(ApiNames.IncarnationAnnotation), out var incarnation);
        var phase = PhaseOf(pod);
        return new PodFact(
            InformerView.KeyOf(pod),
            pod.Text("metadata", "uid"),
            node.Length == 0 ? null : node,
            hasLife ? incarnation : null,
            phase,
            phase == PodPhase.Ended ? EndingOf(pod) : "",
            AgentEndpoint.Dial(annotations.GetValueOrDefault(ApiNames.AgentEndpointAnnotation, ""), pod.Text("status", "podIP"), pod.Text("metadata", "namespace")),
            pod.At("metadata", "deletionTimestamp") is not null);
    }

    private static PodPhase PhaseOf(JsonElement pod)
    {
        var containers = pod.Items("status", "containerStatuses").ToList();

        // The one container ended and nothing restarts it: the kubelet says so before it sums up the phase.
        if (containers.Count > 0 && containers.TrueForAll(container => container.At("state", "terminated") is not null))
            return PodPhase.Ended;
        return pod.Text("status", "phase") switch
        {
            "Pending" => PodPhase.Pending,
            "Running" => PodPhase.Running,

            // Pod garbage collection fails the pods of a lost node without asking it: their containers may still run.
            "Failed" when containers.Exists(container => container.At("state", "running") is not null) => PodPhase.Unknown,
            "Succeeded" or "Failed" => PodPhase.Ended,
            _ => PodPhase.Unknown,
        };
    }

    private static string EndingOf(JsonElement pod)
    {
        foreach (var container in pod.Items("status", "containerStatuses"))
            if (container.At("state", "terminated") is { } ended)
                return string.Create(CultureInfo.InvariantCulture, $"{ended.Number("exitCode")} {ended.Text("reason")}").TrimEnd();
        var reason = pod.Text("status", "reason");
        return reason.Length > 0 ? reason : pod.Text("status", "phase");
    }
}
