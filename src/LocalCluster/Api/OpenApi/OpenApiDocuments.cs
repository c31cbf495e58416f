using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>One published document with the hash that is its ETag.</summary>
internal sealed record OpenApiDocument(byte[] Json, string Hash)
{
    private readonly Lazy<byte[]> binary = new(() => ProtoDocument.Encode(JsonText.ParseOwn(Json)));

    /// <summary>An OpenAPI 2.0 document in protobuf.</summary>
    public byte[] Binary => binary.Value;

    public static OpenApiDocument Of(JsonObject document)
    {
        var json = JsonText.ToBytes(document);
        return new OpenApiDocument(json, Convert.ToHexString(SHA512.HashData(json)));
    }
}

/// <summary>The OpenAPI documents of everything that is served; made anew when the served kinds have changed.</summary>
internal sealed class OpenApiDocuments(ResourceRegistry registry)
{
    private readonly Lock gate = new();
    private IReadOnlyList<ResourceType>? madeOf;
    private Lazy<OpenApiDocument>? whole;
    private Dictionary<string, Lazy<OpenApiDocument>> parts = [];
    private Lazy<OpenApiDocument>? index;

    /// <summary><c>/openapi/v2</c>.</summary>
    public OpenApiDocument Whole()
    {
        lock (gate)
        {
            Refresh();
            return whole!.Value;
        }
    }

    /// <summary><c>/openapi/v3</c>: where the documents of the groups are.</summary>
    public OpenApiDocument Index()
    {
        lock (gate)
        {
            Refresh();
            return index!.Value;
        }
    }

    /// <summary><c>/openapi/v3/PART</c>, with a part such as <c>apis/apps/v1</c>; null when there is none.</summary>
    public OpenApiDocument? Part(string name)
    {
        lock (gate)
        {
            Refresh();
            return parts.GetValueOrDefault(name)?.Value;
        }
    }

    private void Refresh()
    {
        var types = registry.Types;
        if (ReferenceEquals(types, madeOf)) return;
        madeOf = types;
        whole = new Lazy<OpenApiDocument>(() => OpenApiDocument.Of(MakeWhole(types)));
        parts = types.GroupBy(t => t.Group.Length == 0 ? $"api/{t.Version}" : $"apis/{t.ApiVersion}")
            .ToDictionary(g => g.Key, g => new Lazy<OpenApiDocument>(() => OpenApiDocument.Of(MakePart([.. g]))));
        index = new Lazy<OpenApiDocument>(MakeIndex);
    }

    private OpenApiDocument MakeIndex()
    {
        var paths = new JsonObject();
        foreach (var (name, part) in parts)
            paths[name] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{name}?hash={part.Value.Hash}" };
        return OpenApiDocument.Of(new JsonObject { ["paths"] = paths });
    }

    private static JsonObject MakeWhole(IReadOnlyList<ResourceType> types)
    {
        var (definitions, paths) = Make(types, SchemaDialect.V2);
        return new JsonObject { ["swagger"] = "2.0", ["info"] = Information(), ["paths"] = paths, ["definitions"] = definitions };
    }

    private static JsonObject MakePart(IReadOnlyList<ResourceType> types)
    {
        var (definitions, paths) = Make(types, SchemaDialect.V3);
        return new JsonObject
        {
            ["openapi"] = "3.0.0", ["info"] = Information(), ["paths"] = paths, ["components"] = new JsonObject { ["schemas"] = definitions },
        };
    }

    private static (JsonObject Definitions, JsonObject Paths) Make(IReadOnlyList<ResourceType> types, SchemaDialect dialect)
    {
        var (definitions, paths) = (new JsonObject(), new JsonObject());
        var writer = new PathWriter(dialect);
        TypeSchemas.Add(TypeCatalog.Kubernetes.MetaType("Status"), dialect, definitions);
        TypeSchemas.Add(TypeCatalog.Kubernetes.MetaType("DeleteOptions"), dialect, definitions);
        definitions[TypeCatalog.PatchName] = new JsonObject { ["type"] = "object", ["description"] = "A patch in the form that its content type names." };
        foreach (var type in types)
        {
            if (type.IsCustom) CustomSchemas.Add(type, dialect, definitions);
            else if (type.Strategy.Definition is { } definition) AddBuiltIn(definition, dialect, definitions);
            writer.Add(type, type.IsCustom ? CustomSchemas.NameOf(type) : type.Strategy.Definition?.Name ?? TypeCatalog.PatchName, paths);
        }

        return (Sorted(definitions), Sorted(paths));
    }

    private static void AddBuiltIn(TypeDefinition definition, SchemaDialect dialect, JsonObject definitions)
    {
        TypeSchemas.Add(definition, dialect, definitions);
        if (TypeCatalog.Kubernetes.Find(definition.Name + "List") is { } list) TypeSchemas.Add(list, dialect, definitions);
    }

    private static JsonObject Sorted(JsonObject entries) =>
        new(entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, e.Value?.DeepClone())));

    private static JsonObject Information() => new() { ["title"] = "Kubernetes", ["version"] = Discovery.GitVersion };
}
