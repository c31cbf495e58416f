namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>An object type of the Kubernetes API.</summary>
/// <param name="Package">The first part of its name in OpenAPI, as <c>io.k8s.api.core.v1</c>.</param>
/// <param name="ShortName">The last part, as <c>PodSpec</c>.</param>
/// <param name="Group">The API group of the package; null for types that belong to none.</param>
/// <param name="AtomicMap">Server-side apply replaces such an object as a whole.</param>
internal sealed record TypeDefinition(string Package, string ShortName, string? Group, bool AtomicMap)
{
    private readonly Dictionary<string, TypeField> byName = new(StringComparer.Ordinal);
    private readonly List<TypeField> fields = [];

    /// <summary>The name in OpenAPI.</summary>
    public string Name => $"{Package}.{ShortName}";

    /// <summary>The fields in the order of their declaration.</summary>
    public IReadOnlyList<TypeField> Fields => fields;

    /// <summary>An object of its own, with <c>apiVersion</c> and <c>kind</c>.</summary>
    public bool IsKind => byName.ContainsKey("apiVersion") && byName.ContainsKey("kind") && byName.ContainsKey("metadata");

    public TypeField? Find(string name) => byName.GetValueOrDefault(name);

    public void Add(TypeField field)
    {
        fields.Add(field);
        byName.Add(field.Name, field);
    }
}
