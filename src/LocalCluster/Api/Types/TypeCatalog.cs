using System.Reflection;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>The types of the built-in kinds: the one source of decoding, merging and the published schemas.</summary>
internal sealed class TypeCatalog
{
    private const string ResourceName = "kubernetes-types.txt";
    /// <summary>The definition that stands for any patch.</summary>
    internal const string PatchName = $"{Meta}.Patch";

    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1";
    private static readonly Lazy<TypeCatalog> Shared = new(Load);
    private readonly Dictionary<string, TypeDefinition> byName;

    private TypeCatalog(IEnumerable<TypeDefinition> definitions) => byName = definitions.ToDictionary(d => d.Name);

    /// <summary>Kubernetes 1.36.</summary>
    public static TypeCatalog Kubernetes => Shared.Value;

    /// <summary><c>ObjectMeta</c>.</summary>
    public TypeDefinition ObjectMeta => byName[$"{Meta}.ObjectMeta"];

    /// <summary>Every definition, by name.</summary>
    public IEnumerable<TypeDefinition> All => byName.Values;

    public TypeDefinition? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A type of <c>meta/v1</c>.</summary>
    public TypeDefinition MetaType(string shortName) => byName[$"{Meta}.{shortName}"];

    /// <summary>The definition of a kind, or null when the catalog has none.</summary>
    public TypeDefinition? FindKind(string group, string kind) =>
        byName.Values.FirstOrDefault(d => d.ShortName == kind && d.Group == group && d.IsKind);

    /// <summary>The definition of a kind that the client library models.</summary>
    public TypeDefinition KindOf<T>()
    {
        var entity = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new InvalidOperationException($"{typeof(T)} is no kind of the client library.");
        return FindKind(entity.Group, entity.Kind) ?? throw new InvalidOperationException($"{entity.Group}/{entity.Kind} is not in the type catalog.");
    }

    private static TypeCatalog Load()
    {
        using var stream = typeof(TypeCatalog).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not part of the assembly.");
        using var reader = new StreamReader(stream);
        return new TypeCatalog(TypeReader.Read(reader.ReadToEnd()));
    }
}
