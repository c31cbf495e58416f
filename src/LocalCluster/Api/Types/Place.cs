using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>Where a decoder stands, in the two notations of its errors.</summary>
/// <param name="Path">With indices, as warnings about unknown fields name it: <c>spec.containers[0]</c>.</param>
/// <param name="Dotted">Without, as type errors name it: <c>spec.containers</c>.</param>
/// <param name="Owner">The struct that has the field.</param>
/// <param name="Named">The field.</param>
internal sealed record Place(string Path, string Dotted, TypeDefinition? Owner, TypeField? Named)
{
    public Place Field(TypeDefinition owner, TypeField field) => new(Join(Path, field.Name), Join(Dotted, field.Name), owner, field);

    public Place Item(int index) => this with { Path = $"{Path}[{index}]" };

    public Place Entry(string key) => this with { Path = Join(Path, key) };

    public string Unknown(string name) => Join(Path, name);

    /// <summary>The error of a value that has another type than <paramref name="wanted"/>.</summary>
    public FormatException Mismatch(JsonNode node, TypeShape wanted)
    {
        var target = Owner is null ? "Go value" : $"Go struct field {Owner.ShortName}.{Dotted}";
        return new FormatException($"json: cannot unmarshal {Describe(node)} into {target} of type {wanted.GoName(Named?.GoType ?? "")}");
    }

    /// <summary>As Go's decoder names a value: numbers that do not fit are shown.</summary>
    public static string Describe(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "number",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
