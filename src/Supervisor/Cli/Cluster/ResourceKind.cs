namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>A kind of resource that the command line knows.</summary>
/// <param name="Kind">Kind, as in manifests.</param>
/// <param name="Group">API group; empty for Kubernetes' core.</param>
/// <param name="Version">API version.</param>
/// <param name="Plural">Name in paths of the API.</param>
/// <param name="Namespaced">False for kinds of the whole cluster.</param>
internal sealed record ResourceKind(string Kind, string Group, string Version, string Plural, bool Namespaced)
{
    private const string LustreGroup = "lustre.cloudnative-hpc.io";
    private const string LustreVersion = "v1alpha1";

    /// <summary>A declared file system.</summary>
    public static readonly ResourceKind Filesystem = new("LustreFilesystem", LustreGroup, LustreVersion, "lustrefilesystems", true);

    /// <summary>A server of a file system.</summary>
    public static readonly ResourceKind Target = new("LustreTarget", LustreGroup, LustreVersion, "lustretargets", true);

    /// <summary>A node as its node agent reports it.</summary>
    public static readonly ResourceKind LustreNode = new("LustreNode", LustreGroup, LustreVersion, "lustrenodes", false);

    /// <summary>A node as Kubernetes sees it.</summary>
    public static readonly ResourceKind Node = new("Node", "", "v1", "nodes", false);

    /// <summary>A namespace.</summary>
    public static readonly ResourceKind Namespace = new("Namespace", "", "v1", "namespaces", false);

    /// <summary>What happened to an object, kept for an hour or so.</summary>
    public static readonly ResourceKind Event = new("Event", "", "v1", "events", true);

    /// <summary>Name of one resource in output: <c>lustretarget</c>.</summary>
    public string Singular => Kind.ToLowerInvariant();

    /// <summary>The <c>apiVersion</c> of its objects.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Path of the collection below the server's root.</summary>
    /// <param name="space">Namespace; null for all of them.</param>
    public string CollectionPath(string? space)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        return Namespaced && space is not null ? $"{root}/namespaces/{Uri.EscapeDataString(space)}/{Plural}" : $"{root}/{Plural}";
    }

    /// <summary>Path of one object below the server's root.</summary>
    /// <param name="space">Its namespace; ignored for kinds of the whole cluster.</param>
    /// <param name="name">Name in its metadata.</param>
    public string ObjectPath(string? space, string name) => $"{CollectionPath(space)}/{Uri.EscapeDataString(name)}";
}
