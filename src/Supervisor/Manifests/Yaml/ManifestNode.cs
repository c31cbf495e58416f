using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Manifests.Yaml;

/// <summary>A value of a manifest that knows its line.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Size">Values in it, itself included, aliases expanded.</param>
internal abstract record ManifestNode(int Line, int Size)
{
    /// <summary>What people call it.</summary>
    public abstract string Noun { get; }

    /// <summary>The value as JSON.</summary>
    public abstract JsonNode? ToJson();

    /// <summary>A text, number, flag or null; the value is string, long, double, bool or null.</summary>
    public sealed record Scalar(int Line, object? Value, string Text) : ManifestNode(Line, 1)
    {
        public override string Noun => Value switch
        {
            null => "nothing",
            string => "a text",
            bool => "true or false",
            long => "a whole number",
            _ => "a number",
        };

        public override JsonNode? ToJson() => Value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            long number => JsonValue.Create(number),
            var number => JsonValue.Create((double)number),
        };
    }

    /// <summary>A list.</summary>
    public sealed record List(int Line, int Size, IReadOnlyList<ManifestNode> Items) : ManifestNode(Line, Size)
    {
        public override string Noun => "a list";

        public override JsonNode ToJson() => new JsonArray([.. Items.Select(item => item.ToJson())]);
    }

    /// <summary>A mapping, in the file's order.</summary>
    public sealed record Map(int Line, int Size, IReadOnlyList<Field> Fields) : ManifestNode(Line, Size)
    {
        public override string Noun => "an object";

        /// <summary>The value of a field, null when there is none.</summary>
        public ManifestNode? this[string name] => Fields.FirstOrDefault(field => field.Name == name)?.Value;

        public override JsonNode ToJson() =>
            new JsonObject(Fields.Select(field => KeyValuePair.Create(field.Name, field.Value.ToJson())));
    }

    /// <summary>A field of a mapping.</summary>
    public sealed record Field(string Name, int Line, ManifestNode Value);
}
