using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables.JsonPaths;

/// <summary>One step of a <see cref="JsonPath"/>.</summary>
internal interface IPathStep
{
    /// <summary>Where the step leads from an element.</summary>
    IEnumerable<JsonElement> Walk(JsonElement element);
}

/// <summary>A field of an object.</summary>
internal sealed record FieldStep(string Name) : IPathStep
{
    public IEnumerable<JsonElement> Walk(JsonElement element) => element.At(Name) is var value && value.Has() ? [value] : [];
}

/// <summary>Every field of an object, every item of a list.</summary>
internal sealed record WildcardStep : IPathStep
{
    public IEnumerable<JsonElement> Walk(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p => p.Value),
        JsonValueKind.Array => element.EnumerateArray(),
        _ => [],
    };
}

/// <summary>An element and everything below it. The documents themselves bound the depth.</summary>
internal sealed record DescentStep : IPathStep
{
    public IEnumerable<JsonElement> Walk(JsonElement element)
    {
        yield return element;
        foreach (var child in new WildcardStep().Walk(element))
        {
            foreach (var found in Walk(child)) yield return found;
        }
    }
}

/// <summary>Items of a list by place; negative places count from its end.</summary>
internal sealed record SliceStep(int? From, int? To, int Step) : IPathStep
{
    public IEnumerable<JsonElement> Walk(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array) yield break;
        var length = element.GetArrayLength();
        var end = Place(To ?? length, length);
        for (long i = Math.Max(Place(From ?? 0, length), 0); i < Math.Min(end, length); i += Step) yield return element[(int)i];
    }

    /// <summary>One item.</summary>
    public static SliceStep One(int place) => new(place, place == -1 ? null : place + 1, 1);

    private static int Place(int given, int length) => given < 0 ? given + length : given;
}

/// <summary>Items of a list that fulfil a condition.</summary>
internal sealed record FilterStep(FilterOperand Left, string Operator, FilterOperand Right) : IPathStep
{
    public IEnumerable<JsonElement> Walk(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().Where(Holds) : [];

    private bool Holds(JsonElement item)
    {
        var left = Left.Value(item);
        if (Operator.Length == 0) return left is not null;
        if (left is null || Right.Value(item) is not { } right) return false;
        var order = left is double a && right is double b ? a.CompareTo(b)
            : left is string c && right is string d ? string.CompareOrdinal(c, d)
            : left is bool e && right is bool f ? e.CompareTo(f) : (int?)null;
        return Operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => false,
        };
    }
}

/// <summary>One side of a condition: a path from the item, or a literal.</summary>
internal sealed record FilterOperand(JsonPath? Path, object? Literal)
{
    /// <summary>A text, a number as double, a flag, another element as its text; or null when there is nothing.</summary>
    public object? Value(JsonElement item)
    {
        if (Path is null) return Literal;
        if (Path.Find(item) is not [var found, ..]) return null;
        return found.ValueKind switch
        {
            JsonValueKind.Number => found.GetDouble(),
            JsonValueKind.True or JsonValueKind.False => found.GetBoolean(),
            _ => found.Shown(),
        };
    }
}
