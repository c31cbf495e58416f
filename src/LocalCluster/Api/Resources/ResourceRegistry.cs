using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>The kinds being served: the built-in ones and those of the stored definitions.</summary>
internal sealed class ResourceRegistry
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, IReadOnlyList<ResourceType>> definitions = new(StringComparer.Ordinal);
    private IReadOnlyList<ResourceType> types = BuiltIns.All;
    private Dictionary<(string Group, string Version, string Plural), ResourceType> byPath = Index(BuiltIns.All);

    /// <summary>Every kind in every served version, the preferred version of a kind first.</summary>
    public IReadOnlyList<ResourceType> Types
    {
        get
        {
            lock (gate) return types;
        }
    }

    public ResourceType? Find(string group, string version, string plural)
    {
        lock (gate) return byPath.GetValueOrDefault((group, version, plural));
    }

    /// <summary>Whether objects of this <c>apiVersion</c> and <c>kind</c> are served.</summary>
    public ResourceType? FindKind(string apiVersion, string kind) => Types.FirstOrDefault(t => t.Kind == kind && t.ApiVersion == apiVersion);

    /// <summary>The version of <paramref name="storage"/> that shows objects as they are stored, else any served one.</summary>
    public ResourceType? FindStorage(ResourceName storage) => 
        Types.Where(t => t.Storage == storage).OrderBy(t => t.View is null ? 0 : 1).FirstOrDefault();

    /// <summary>Takes up the definitions that were stored by an earlier run.</summary>
    public void Load(ObjectStore store)
    {
        foreach (var stored in store.List(BuiltIns.Definitions.Storage, Scope.All).Objects) Set(stored);
    }

    /// <summary>Follows the definitions as they are written.</summary>
    public void Follow(Change change)
    {
        if (change.Object.Key.Resource != BuiltIns.Definitions.Storage) return;
        if (change.Type == ChangeType.Deleted) Remove(change.Object.Key.Name);
        else Set(change.Object);
    }

    private void Set(StoredObject definition)
    {
        var compiled = DefinitionCompiler.Compile(definition.Parse());
        lock (gate)
        {
            definitions[definition.Key.Name] = compiled;
            Rebuild();
        }
    }

    private void Remove(string name)
    {
        lock (gate)
        {
            definitions.Remove(name);
            Rebuild();
        }
    }

    private void Rebuild()
    {
        types = [.. BuiltIns.All, .. definitions.Values.SelectMany(d => d)];
        byPath = Index(types);
    }

    private static Dictionary<(string, string, string), ResourceType> Index(IEnumerable<ResourceType> types)
    {
        var index = new Dictionary<(string, string, string), ResourceType>();
        foreach (var type in types) index.TryAdd((type.Group, type.Version, type.Plural), type);
        return index;
    }
}
