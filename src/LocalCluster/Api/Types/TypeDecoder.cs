using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>
/// Brings JSON into the form that an object of a built-in kind has after the API server's Go types have read and written it: unknown
/// fields and nulls gone, empty values gone where Go omits them. The errors are those of Go's decoder (<c>sigs.k8s.io/json</c>).
/// </summary>
internal sealed class TypeDecoder
{
    private readonly ICollection<string> unknown;

    private TypeDecoder(ICollection<string> unknown) => this.unknown = unknown;

    /// <summary>Decodes <paramref name="body"/> in place; the paths of unknown fields go to <paramref name="unknown"/>.</summary>
    /// <exception cref="FormatException">A value has another type than its field.</exception>
    public static void Decode(JsonObject body, TypeDefinition definition, ICollection<string> unknown, string path = "") =>
        new TypeDecoder(unknown).Struct(body, definition, new Place(path, path, null, null));

    /// <summary>What an object of <paramref name="definition"/> is before anything is set in it.</summary>
    public static JsonObject Empty(TypeDefinition definition)
    {
        var body = new JsonObject();
        foreach (var field in definition.Fields)
        {
            if (field.IsAlwaysThere) body[field.Name] = Empty(field.Shape.Definition!);
            else if (field is { IsRequired: true, Shape.Kind: TypeKind.List }) body[field.Name] = null;
        }

        return body;
    }

    private void Struct(JsonObject body, TypeDefinition definition, Place at)
    {
        foreach (var (name, value) in body.ToList())
        {
            if (definition.Find(name) is not { } field)
            {
                body.Remove(name);
                unknown.Add(at.Unknown(name));
                continue;
            }

            var decoded = value is null ? null : Value(value, field.Shape, at.Field(definition, field));
            if (decoded is null || (field.DropsEmpty && IsEmpty(decoded))) body.Remove(name);
            else if (!ReferenceEquals(decoded, value)) body[name] = decoded;
        }

        Fill(body, definition);
    }

    /// <summary>Adds the structs that are there even when nothing is set in them.</summary>
    private static void Fill(JsonObject body, TypeDefinition definition)
    {
        foreach (var field in definition.Fields)
        {
            if (!field.IsAlwaysThere || body[field.Name] is not null) continue;
            var value = new JsonObject();
            Fill(value, field.Shape.Definition!);
            body[field.Name] = value;
        }
    }

    /// <summary>The value as it is stored, or null for none.</summary>
    private JsonNode? Value(JsonNode node, TypeShape shape, Place at)
    {
        switch (shape.Kind)
        {
            case TypeKind.Struct:
                Struct(node as JsonObject ?? throw at.Mismatch(node, shape), shape.Definition!, at);
                return node;
            case TypeKind.List:
                List(node as JsonArray ?? throw at.Mismatch(node, shape), shape, at);
                return node;
            case TypeKind.Map:
                Map(node as JsonObject ?? throw at.Mismatch(node, shape), shape, at);
                return node;
            case TypeKind.Json:
                return node;
            case TypeKind.Raw or TypeKind.Fields:
                return node is JsonObject ? node : throw at.Mismatch(node, shape);
            default:
                return ScalarDecoder.Decode(node, shape, at);
        }
    }

    private void List(JsonArray list, TypeShape shape, Place at)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var decoded = list[i] is { } item ? Value(item, shape.Element!, at.Item(i)) : ScalarDecoder.Zero(shape.Element!.Kind);
            if (!ReferenceEquals(decoded, list[i])) list[i] = decoded;
        }
    }

    private void Map(JsonObject map, TypeShape shape, Place at)
    {
        foreach (var (key, value) in map.ToList())
        {
            var decoded = value is null ? ScalarDecoder.Zero(shape.Element!.Kind) : Value(value, shape.Element!, at.Entry(key));
            if (!ReferenceEquals(decoded, value)) map[key] = decoded;
        }
    }

    private static bool IsEmpty(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => ((JsonObject)node).Count == 0,
        JsonValueKind.Array => ((JsonArray)node).Count == 0,
        JsonValueKind.String => node.Text()!.Length == 0,
        JsonValueKind.False => true,
        JsonValueKind.Number => node.Number() == 0,
        _ => false,
    };
}
