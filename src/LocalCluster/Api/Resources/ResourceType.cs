using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Tables;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>One kind in one API version, as it is served.</summary>
internal sealed record ResourceType
{
    private static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Plural { get; init; }

    public required string Kind { get; init; }

    public required bool Namespaced { get; init; }

    public string Singular { get; init; } = "";

    public string ListKind { get; init; } = "";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The kind has a status subresource, and the main resource ignores status.</summary>
    public bool HasStatus { get; init; }

    /// <summary><c>metadata.generation</c> counts changes of what is wanted.</summary>
    public bool TracksGeneration { get; init; }

    /// <summary>PUT without a resourceVersion overwrites (<c>AllowUnconditionalUpdate</c>).</summary>
    public bool UnconditionalUpdate { get; init; }

    /// <summary>PUT creates what is absent (<c>AllowCreateOnUpdate</c>).</summary>
    public bool CreateOnUpdate { get; init; }

    /// <summary>DELETE answers with the object rather than with a <c>Status</c>.</summary>
    public bool ReturnsDeleted { get; init; }

    /// <summary>Subresources besides status, for discovery.</summary>
    public IReadOnlyList<Subresource> OtherSubresources { get; init; } = [];

    /// <summary>What may be done to the kind itself, for discovery. A kind that only answers questions knows <c>create</c> alone.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    /// <summary>The kind comes from a CustomResourceDefinition.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Columns of a custom kind in tables; see <see cref="PrinterColumn.Read(System.Text.Json.Nodes.JsonObject)"/>.</summary>
    public IReadOnlyList<PrinterColumn> PrinterColumns { get; init; } = [];

    /// <summary>Fields of a custom kind that selectors may name (<c>selectableFields</c>), without the leading dot.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>The definition is being deleted: nothing new is accepted.</summary>
    public bool IsTerminating { get; init; }

    public ResourceStrategy Strategy { get; init; } = ResourceStrategy.Plain;

    /// <summary>How this version differs from the stored one, or null when it does not.</summary>
    public IObjectView? View { get; init; }

    /// <summary>Where the objects are stored, if not under this group and name: two API groups can show one storage.</summary>
    public ResourceName? StoredAs { get; init; }

    public ResourceName Storage => StoredAs ?? new ResourceName(Group, Plural);

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string QualifiedResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public ObjectKey Key(string? ns, string name) => new(Storage, ns ?? "", name);
}
