namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>Names that this program, its agents and people's scripts share on Kubernetes objects.</summary>
public static class ApiNames
{
    /// <summary>Group of the custom resources.</summary>
    public const string Group = "lustre.cloudnative-hpc.io";

    /// <summary>Their version.</summary>
    public const string Version = "v1alpha1";

    /// <summary>The <c>apiVersion</c> of the custom resources.</summary>
    public const string ApiVersion = Group + "/" + Version;

    /// <summary>Kind of a declared file system.</summary>
    public const string FilesystemKind = "LustreFilesystem";

    /// <summary>Kind of a server's resource.</summary>
    public const string TargetKind = "LustreTarget";

    /// <summary>Label: name of the <c>LustreFilesystem</c> that an object belongs to.</summary>
    public const string FilesystemLabel = Group + "/filesystem";

    /// <summary>Kubernetes' recommended label for the program that manages an object.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Value of <see cref="ManagedByLabel"/>, and the field manager of server-side apply.</summary>
    public const string Manager = "lustre-supervisor";

    /// <summary>Annotation: the life that a pod or Lease carries, <c>EPOCH.NUMBER.NONCE</c>.</summary>
    public const string IncarnationAnnotation = Group + "/incarnation";

    /// <summary>Annotation: address at which the pod's agent listens.</summary>
    public const string AgentEndpointAnnotation = Group + "/agent-endpoint";

    /// <summary>Annotation on a Node: Redfish address of its management controller.</summary>
    public const string BmcAddressAnnotation = Group + "/bmc-address";

    /// <summary>Namespace of the nodes' heartbeat Leases (kubelet).</summary>
    public const string NodeLeaseNamespace = "kube-node-lease";
}
