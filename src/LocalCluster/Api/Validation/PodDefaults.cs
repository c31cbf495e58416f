using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>What a pod's spec, or that of a template, says when it says nothing (<c>pkg/apis/core/v1/defaults.go</c>).</summary>
internal static class PodDefaults
{
    /// <summary>Default of <c>terminationGracePeriodSeconds</c>, seconds.</summary>
    private const int GraceSeconds = 30;

    private static readonly string[] ContainerLists = ["containers", "initContainers"];
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static void Apply(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("schedulerName", "default-scheduler");
        spec.Default("terminationGracePeriodSeconds", GraceSeconds);
        spec.Ensure("securityContext");
        if ((spec["serviceAccountName"] ?? spec["serviceAccount"]).Text() is { Length: > 0 } account)
            (spec["serviceAccountName"], spec["serviceAccount"]) = (account, account);
        var sharesHost = spec["hostNetwork"].Flag() == true;
        foreach (var container in ContainerLists.SelectMany(spec.Objects)) ApplyContainer(container, sharesHost);
        foreach (var volume in spec.Objects("volumes")) VolumeDefaults.Apply(volume);
    }

    private static void ApplyContainer(JsonObject container, bool sharesHost)
    {
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", PullPolicy(container["image"].Text() ?? ""));
        foreach (var port in container.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (sharesHost && port["containerPort"] is { } number) port.Default("hostPort", number.DeepClone());
        }

        foreach (var variable in container.Objects("env")) variable.Child("valueFrom").Child("fieldRef")?.Default("apiVersion", "v1");
        foreach (var probe in Probes.Select(container.Child)) ApplyProbe(probe);
        foreach (var hook in (string[])["postStart", "preStop"]) ApplyHttp(container.Child("lifecycle").Child(hook).Child("httpGet"));
        ApplyResources(container.Ensure("resources"));
    }

    /// <summary>An image without a tag, or with the tag <c>latest</c>, is pulled each time; one with a digest or another tag once.</summary>
    private static string PullPolicy(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal)) return "IfNotPresent";
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest" ? "Always" : "IfNotPresent";
    }

    private static void ApplyProbe(JsonObject? probe)
    {
        if (probe is null) return;
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        ApplyHttp(probe.Child("httpGet"));
        probe.Child("grpc")?.Default("service", "");
    }

    private static void ApplyHttp(JsonObject? get)
    {
        get?.Default("path", "/");
        get?.Default("scheme", "HTTP");
    }

    /// <summary>A limit without a request asks for as much.</summary>
    private static void ApplyResources(JsonObject resources)
    {
        if (resources.Child("limits") is not { } limits) return;
        foreach (var (name, amount) in limits)
            if (amount is not null && resources.Child("requests")?[name] is null) resources.Ensure("requests")[name] = amount.DeepClone();
    }
}
