using System.Runtime.InteropServices;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>The Node object as this node declares itself. Pure.</summary>
internal static class NodeObject
{
    /// <summary>Where the node's management controller is found (ARCHITECTURE.md).</summary>
    public const string BmcAnnotation = "lustre.cloudnative-hpc.io/bmc-address";

    /// <summary>Pods that one node may run; the kubelet's own default.</summary>
    private const string PodsMax = "110";

    /// <summary>The whole object, status included.</summary>
    /// <param name="options">The node.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="now">Time of the report.</param>
    public static V1Node Build(NodeOptions options, NodeIdentity identity, DateTime now) => new()
    {
        ApiVersion = "v1",
        Kind = "Node",
        Metadata = new V1ObjectMeta
        {
            Name = options.Name,
            Labels = new Dictionary<string, string>
            {
                ["kubernetes.io/hostname"] = options.Name,
                ["kubernetes.io/os"] = "linux",
                ["kubernetes.io/arch"] = Architecture,
                ["topology.kubernetes.io/zone"] = options.Zone,
            },
            Annotations = new Dictionary<string, string>
            {
                [BmcAnnotation] = $"http://127.0.0.1:{options.BmcPort}/redfish/v1/Systems/{identity.SystemUuid}",
            },
        },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus
        {
            Addresses =
            [
                new V1NodeAddress { Type = "InternalIP", Address = options.Address },
                new V1NodeAddress { Type = "Hostname", Address = options.Name },
            ],
            Capacity = Resources,
            Allocatable = Resources,
            Conditions = [.. Pressures(now), ReadyCondition(now)],
            NodeInfo = new V1NodeSystemInfo
            {
                Architecture = Architecture,
                BootID = identity.BootId,
                ContainerRuntimeVersion = "processes://1",
                KernelVersion = "5.14.0-503_lustre-simulated",
                KubeletVersion = "v1.31.0-local",
                KubeProxyVersion = "",
                MachineID = identity.SystemUuid.Replace("-", "", StringComparison.Ordinal),
                OperatingSystem = "linux",
                OsImage = "Simulated Lustre node",
                SystemUUID = identity.SystemUuid,
            },
        },
    };

    private static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    private static Dictionary<string, ResourceQuantity> Resources => new()
    {
        ["cpu"] = new ResourceQuantity(Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ["memory"] = new ResourceQuantity(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ["pods"] = new ResourceQuantity(PodsMax),
    };

    private static IEnumerable<V1NodeCondition> Pressures(DateTime now) =>
        from pressure in ((string Type, string Reason, string Message)[])
        [
            ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ]
        select new V1NodeCondition
        {
            Type = pressure.Type, Status = "False", Reason = pressure.Reason, Message = pressure.Message, LastHeartbeatTime = now, LastTransitionTime = now,
        };

    private static V1NodeCondition ReadyCondition(DateTime now) => new()
    {
        Type = "Ready",
        Status = "True",
        Reason = "KubeletReady",
        Message = "kubelet is posting ready status",
        LastHeartbeatTime = now,
        LastTransitionTime = now,
    };
}
