using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>What controllers ask about a pod; read once for each of its versions.</summary>
internal sealed class PodView
{
    public PodView(StoredObject stored)
    {
        var body = stored.Parse();
        var spec = body.Child("spec");
        Stored = stored;
        NodeName = spec.TextAt("nodeName") ?? "";
        SchedulerName = spec.TextAt("schedulerName") ?? "";
        Phase = body.TextAt("status", "phase") ?? "";
        Reason = body.TextAt("status", "reason") ?? "";
        Priority = spec.At("priority").Whole() ?? 0;
        PreemptionPolicy = spec.TextAt("preemptionPolicy") ?? "";
        CreatedAt = Metadata.Moment(body.At("metadata", "creationTimestamp")) ?? default;
        IsGated = spec.Items("schedulingGates") is { Count: > 0 };
        IsReady = Conditions.Status(body, "Ready") == "True";
        Tolerations = [.. spec.Objects("tolerations").Select(Toleration.Read)];
        Requests = PodRequests.Of(spec);
        NodeSelector = spec.Child("nodeSelector")?.ToDictionary(pair => pair.Key, pair => pair.Value.Text() ?? "") ?? [];
        var affinity = spec.Child("affinity").Child("nodeAffinity");
        if (affinity.Child("requiredDuringSchedulingIgnoredDuringExecution") is { } required)
            Required = [.. required.Objects("nodeSelectorTerms").Select(NodeTerm.Of)];
        Preferred = [.. affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution")
            .Where(term => term.Child("preference") is not null)
            .Select(term => (NodeTerm.Of(term.Child("preference")!), term["weight"].Whole() ?? 0))];
        if (Conditions.Find(body, "DisruptionTarget") is { } target && target["status"].Text() == "True" && target["reason"].Text() != "TerminationByKubelet")
            DisruptedSince = Metadata.Moment(target["lastTransitionTime"]) ?? CreatedAt;
        Controller = body.Child("metadata").Objects("ownerReferences").FirstOrDefault(owner => owner["controller"].Flag() == true);
    }

    public StoredObject Stored { get; }

    public ObjectKey Key => Stored.Key;

    public string Uid => Stored.Uid;

    public EventSubject Subject => new(BuiltIns.Pods, Stored.Key, Stored.Uid);

    public bool IsDeleting => Stored.IsDeleting;

    public string NodeName { get; }

    public string SchedulerName { get; }

    public string Phase { get; }

    public string Reason { get; }

    public long Priority { get; }

    public string PreemptionPolicy { get; }

    public DateTimeOffset CreatedAt { get; }

    public bool IsGated { get; }

    public bool IsReady { get; }

    /// <summary>Its containers have ended for good.</summary>
    public bool IsOver => Phase is "Succeeded" or "Failed";

    public IReadOnlyList<Toleration> Tolerations { get; }

    public IReadOnlyDictionary<string, decimal> Requests { get; }

    public IReadOnlyDictionary<string, string> NodeSelector { get; }

    /// <summary>Terms of which one has to match; null when nothing is required.</summary>
    public IReadOnlyList<NodeTerm>? Required { get; }

    public IReadOnlyList<(NodeTerm Term, long Weight)> Preferred { get; }

    /// <summary>Since when it bears the mark of a disruption, the kubelet's own apart; null for not.</summary>
    public DateTimeOffset? DisruptedSince { get; }

    /// <summary>The owner reference of its controller, or null.</summary>
    public JsonObject? Controller { get; }
}
