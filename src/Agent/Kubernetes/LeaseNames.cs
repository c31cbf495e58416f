namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>Labels and annotations of a target's Lease (ARCHITECTURE.md, "Between the processes").</summary>
internal static class LeaseNames
{
    /// <summary>Annotation: the holder's incarnation.</summary>
    public const string IncarnationAnnotation = "lustre.cloudnative-hpc.io/incarnation";

    /// <summary>Annotation: the holder's kernel, <c>UUID/BOOT</c>.</summary>
    public const string KernelAnnotation = "lustre.cloudnative-hpc.io/kernel";

    private const string FilesystemLabel = "lustre.cloudnative-hpc.io/filesystem";

    private const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Labels of a new Lease. The pod is named after its file system, a dash and the target: <c>scratch-ost000a</c>.</summary>
    public static Dictionary<string, string> Labels(string pod)
    {
        var dash = pod.LastIndexOf('-');
        return new(StringComparer.Ordinal)
        {
            [FilesystemLabel] = dash > 0 ? pod[..dash] : pod,
            [ManagedByLabel] = "lustre-supervisor",
        };
    }
}
