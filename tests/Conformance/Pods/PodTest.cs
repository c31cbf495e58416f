using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Pods;

/// <summary>A test that runs pods.</summary>
public abstract class PodTest(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    /// <summary>An image with a shell; where it cannot be pulled, <c>CONFORMANCE_IMAGE</c> names another. The embedded cluster unpacks none.</summary>
    protected static readonly string Image = Environment.GetEnvironmentVariable("CONFORMANCE_IMAGE") is { Length: > 0 } given ? given : "busybox:1.36";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ServiceAccounts.AwaitDefaultAsync(Api, Namespace);
    }

    /// <summary>A pod of one container that runs a shell script.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="script">What the container runs.</param>
    /// <param name="container">More of the container, JSON members with a comma behind each.</param>
    /// <param name="spec">More of the pod's spec, likewise.</param>
    /// <param name="metadata">More of its metadata, likewise.</param>
    protected static string Pod(string name, string script, string container = "", string spec = "\"restartPolicy\":\"Never\",", string metadata = "") => $$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{ {{metadata}}"name":"{{name}}"},"spec":{ {{spec}}"terminationGracePeriodSeconds":5,
        "containers":[{ {{container}}"name":"main","image":"{{Image}}","command":["/bin/sh","-c",{{Quote(script)}}]}]} }
        """;

    protected async Task<Answer> RunAsync(string pod) => (await Api.PostAsync(Core("pods"), pod)).Must(201);

    /// <summary>Awaits a phase.</summary>
    protected Task<Answer> UntilPhaseAsync(string name, string phase) => UntilAsync(Core($"pods/{name}"), pod => pod["status", "phase"] == phase, phase);

    /// <summary>Status of a condition, empty when the pod has none such.</summary>
    protected static string Condition(Answer pod, string type) =>
        $"{(pod.At("status", "conditions")?.AsArray() ?? []).FirstOrDefault(condition => $"{condition!["type"]}" == type)?["status"]}";

    /// <summary>A field of the first container's status.</summary>
    protected static string Container(Answer pod, params string[] path) => pod[["status", "containerStatuses", "0", .. path]];

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
