using k8s.Models;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>The pod of a server, from its order. Pure: the same order gives the same pod.</summary>
internal static class PodTemplate
{
    /// <summary>Time beyond the unmount's own deadline in which the agent reports and exits, in seconds.</summary>
    private const int ReportSeconds = 30;

    private const string Container = "agent";

    private const string PodIp = "POD_IP";

    /// <summary>Builds the pod.</summary>
    /// <exception cref="ArgumentException">The socket directory is too long.</exception>
    public static V1Pod Build(PodOrder order, PodOptions options)
    {
        var endpoint = options.AgentsOverTcp
            ? AgentEndpoint.OfPort(AgentEndpoint.PortOf(order.Target, order.Incarnation.Number))
            : AgentEndpoint.Of(options.AgentSocketDirectory, order.Target, order.Node);
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = Metadata(order, endpoint),
            Spec = Spec(order, options, endpoint),
        };
    }

    // No ownerReferences: garbage collection would delete the pods, and so stop the servers, when somebody deletes the
    // LustreFilesystem. Servers are stopped by the supervisor's decision alone.
    private static V1ObjectMeta Metadata(PodOrder order, string endpoint) => new()
    {
        Name = order.Target.ObjectName,
        NamespaceProperty = order.Target.Namespace,
        Labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ApiNames.ManagedByLabel] = ApiNames.Manager,
            [ApiNames.FilesystemLabel] = order.Target.Filesystem,
            ["app.kubernetes.io/name"] = "lustre-server",
            ["app.kubernetes.io/component"] = order.Target.KindText.ToLowerInvariant(),
        },
        Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ApiNames.IncarnationAnnotation] = order.Incarnation.ToString(),
            [ApiNames.AgentEndpointAnnotation] = endpoint,
        },
    };

    private static V1PodSpec Spec(PodOrder order, PodOptions options, string endpoint) => new()
    {
        // Bound by name: the planner chose the node, no scheduler or NoSchedule taint has a say.
        NodeName = order.Node,
        RestartPolicy = "Never",
        HostNetwork = order.HostNetwork,
        DnsPolicy = order.HostNetwork ? "ClusterFirstWithHostNet" : "ClusterFirst",
        PriorityClassName = NullIfEmpty(options.PriorityClassName),
        ServiceAccountName = NullIfEmpty(options.ServiceAccount),
        TerminationGracePeriodSeconds = order.UnmountTimeoutSeconds + ReportSeconds,
        EnableServiceLinks = false,
        Tolerations = [ForEver("node.kubernetes.io/not-ready"), ForEver("node.kubernetes.io/unreachable")],
        Containers = [AgentContainer(order, options, endpoint)],
        Volumes = PodVolumes.Volumes(options),
    };

    // Without tolerationSeconds: no taint of these ever evicts a server, whose kernel may be perfectly well.
    private static V1Toleration ForEver(string key) => new() { Key = key, OperatorProperty = "Exists", Effect = "NoExecute" };

    // No probes: the server's actor is the liveness probe, and the kubelet must never kill a slow mount.
    private static V1Container AgentContainer(PodOrder order, PodOptions options, string endpoint) => new()
    {
        Name = Container,
        Image = order.Image,
        Command =
        [
            "lustre-agent", "target",
            "--namespace", order.Target.Namespace,
            "--pod", order.Target.ObjectName,
            "--label", order.Target.Label,
            "--incarnation", order.Incarnation.ToString(),
            .. Listening(options, endpoint),
        ],
        Env = options.AgentsOverTcp ? [Downward("POD_UID", "metadata.uid"), Downward(PodIp, "status.podIP")] : [Downward("POD_UID", "metadata.uid")],
        Resources = new V1ResourceRequirements { Requests = Quantities(options), Limits = Quantities(options) },
        SecurityContext = new V1SecurityContext { Privileged = true },
        VolumeMounts = PodVolumes.Mounts(options),
    };

    // The pod's own address, not all of them: with the host's network these would be the host's.
    private static IEnumerable<string> Listening(PodOptions options, string endpoint) => options.AgentsOverTcp
        ? ["--listen", endpoint.Replace("tcp:", $"tcp:$({PodIp}):", StringComparison.Ordinal), "--tls-directory", PodVolumes.TlsDirectory]
        : ["--listen", endpoint];

    private static V1EnvVar Downward(string name, string path) =>
        new() { Name = name, ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = path } } };

    // Requests equal to limits make the pod Guaranteed: last to be evicted or OOM-killed.
    private static SortedDictionary<string, ResourceQuantity> Quantities(PodOptions options) => new(StringComparer.Ordinal)
    {
        ["cpu"] = new ResourceQuantity(options.Cpu),
        ["memory"] = new ResourceQuantity(options.Memory),
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
