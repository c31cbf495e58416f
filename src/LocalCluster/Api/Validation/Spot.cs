using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>A place in an object under validation: its value, its path for errors, and where errors go.</summary>
internal readonly record struct Spot(JsonNode? Node, string Path, ICollection<FieldError> Errors)
{
    public string Text => Node.Text() ?? "";

    public long? Whole => Node.Whole();

    public JsonObject? Object => Node as JsonObject;

    /// <summary>There is a value other than an empty text.</summary>
    public bool IsSet => Node is not null && Node.Text() is not "";

    /// <summary>The field <paramref name="name"/> of this object.</summary>
    public Spot this[string name] => new(Object?[name], Path.Length == 0 ? name : $"{Path}.{name}", Errors);

    /// <summary>The elements of the list <paramref name="name"/>.</summary>
    public IEnumerable<Spot> Each(string name)
    {
        var list = this[name];
        var items = list.Node as JsonArray ?? [];
        for (var i = 0; i < items.Count; i++) yield return new Spot(items[i], $"{list.Path}[{i}]", Errors);
    }

    public void Invalid(string why) => Errors.Add(FieldError.Invalid(Path, Node?.DeepClone(), why));

    public void Forbidden(string why) => Errors.Add(FieldError.Forbidden(Path, why));

    public void NotFound() => Errors.Add(new FieldError(Path, "FieldValueNotFound", $"Not found: {JsonText.ToText(Node)}"));

    public void Duplicate() => Errors.Add(FieldError.Duplicate(Path, Node?.DeepClone()));

    /// <summary>Adds an error unless there is a value. Returns whether there is.</summary>
    public bool Required(string why = "")
    {
        if (!IsSet) Errors.Add(FieldError.Required(Path, why));
        return IsSet;
    }

    /// <summary>The text, if any, must be one of <paramref name="values"/>, which are named in their order.</summary>
    public void OneOf(params string[] values)
    {
        if (IsSet && !values.Contains(Text)) Errors.Add(FieldError.NotSupported(Path, Node?.DeepClone(), values));
    }

    /// <summary>The number, if any, must not be negative.</summary>
    public void NotNegative()
    {
        if (Whole < 0) Invalid("must be greater than or equal to 0");
    }

    /// <summary>The number, if any, must lie between two others.</summary>
    public void Between(long min, long max)
    {
        if (Whole < min || Whole > max) Invalid($"must be between {min} and {max}, inclusive");
    }

    /// <summary>The value must be what it was.</summary>
    public void Immutable(JsonNode? old, string why = "field is immutable")
    {
        if (!JsonNode.DeepEquals(Node, old)) Invalid(why);
    }
}
