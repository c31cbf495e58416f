using System.Runtime.InteropServices;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>The Node object as this node declares itself. Pure.</summary>
internal static class NodeObject
{
    /// <summary>Where the node's management controller is found (ARCHITECTURE.md).</summary>
    public const string BmcAnnotation = "lustre.cloudnative-hpc.io/bmc-address";

    /// <summary>Scratch space: the machine's own disk, which nobody measures here.</summary>
    private const string EphemeralStorage = "100Gi";

    /// <summary>The release that this kubelet behaves as.</summary>
    private const string KubeletVersion = "v1.36.0";

    /// <summary>Pods that one node may run; the kubelet's own default.</summary>
    private const string PodsMax = "110";

    /// <summary>The whole object, status included.</summary>
    /// <param name="options">The node.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="kubeletPort">Port on which the kubelet answers the API server.</param>
    /// <param name="now">Time of the report.</param>
    public static V1Node Build(NodeOptions options, NodeIdentity identity, int kubeletPort, DateTime now) => new()
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
            Conditions = [.. NodeConditions.All(now)],
            DaemonEndpoints = new V1NodeDaemonEndpoints { KubeletEndpoint = new V1DaemonEndpoint { Port = kubeletPort } },
            Images = [],
            NodeInfo = new V1NodeSystemInfo
            {
                Architecture = Architecture,
                BootID = identity.BootId,
                ContainerRuntimeVersion = "processes://1",
                KernelVersion = "5.14.0-503_lustre-simulated",
                KubeletVersion = KubeletVersion,
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
        ["ephemeral-storage"] = new ResourceQuantity(EphemeralStorage),
        ["pods"] = new ResourceQuantity(PodsMax),
    };
}
