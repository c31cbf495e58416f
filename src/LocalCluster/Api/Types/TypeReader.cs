using System.Globalization;
using System.Text;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>Reads the text form of the catalog; its header describes it.</summary>
internal sealed class TypeReader
{
    private readonly Dictionary<string, TypeDefinition> definitions = [];
    private readonly List<(TypeShape Shape, string Name)> references = [];
    private string package = "";
    private string? group;

    private TypeReader()
    {
    }

    /// <exception cref="FormatException">A line is not of the form; the message names it.</exception>
    public static IReadOnlyCollection<TypeDefinition> Read(string text)
    {
        var reader = new TypeReader();
        reader.ReadLines([.. text.Split('\n').Where(l => l.Length > 0 && l[0] != '#')]);
        return reader.definitions.Values;
    }

    private void ReadLines(List<string> lines)
    {
        TypeDefinition? current = null;
        var bodies = new List<(TypeDefinition Owner, string Line)>();
        foreach (var line in lines)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal)) bodies.Add((current ?? throw Wrong(line), line));
            else current = ReadHead(line) ?? current;
        }

        foreach (var (owner, line) in bodies) ReadField(owner, line);
        foreach (var (shape, name) in references) shape.Definition = definitions.GetValueOrDefault(name) ?? throw Wrong(name);
    }

    private TypeDefinition? ReadHead(string line)
    {
        var words = line.Split(' ');
        if (words[0] == "package")
        {
            package = words[1];
            group = Option(words, "group") ?? (package.EndsWith("core.v1", StringComparison.Ordinal) ? "" : null);
            return null;
        }

        var definition = new TypeDefinition(package, words[0], group, Option(words, "map") == "atomic");
        definitions.Add(definition.Name, definition);
        return definition;
    }

    private void ReadField(TypeDefinition owner, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) throw Wrong(line);
        var name = words[0].TrimEnd('!', '-');
        owner.Add(new TypeField(name, Shape(words[1], owner.Package))
        {
            IsRequired = words[0].EndsWith('!'),
            DropsEmpty = words[0].Contains('-', StringComparison.Ordinal),
            PatchStrategy = Option(words, "patch") ?? "",
            MergeKey = Option(words, "mergeKey") ?? "",
            ListType = Option(words, "list") ?? "",
            Keys = Option(words, "keys")?.Split(',') ?? [],
            ProtoPath = [.. (Option(words, "pb")?.Split('.') ?? []).Select(n => int.Parse(n, CultureInfo.InvariantCulture))],
            IsAlwaysThere = words.Skip(2).Contains("value"),
            AtomicMap = Option(words, "map") == "atomic",
            Default = Option(words, "default") is { } text ? JsonText.Parse(Encoding.UTF8.GetBytes(text)) : null,
            GoType = Option(words, "go") ?? "",
        });
    }

    private TypeShape Shape(string text, string inPackage)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal)) return new TypeShape(TypeKind.List, Shape(text[2..], inPackage));
        if (text.StartsWith("{}", StringComparison.Ordinal)) return new TypeShape(TypeKind.Map, Shape(text[2..], inPackage));
        if (char.IsAsciiLetterLower(text[0]) && Enum.TryParse<TypeKind>(text, true, out var kind)) return new TypeShape(kind);
        var shape = new TypeShape(TypeKind.Struct);
        references.Add((shape, text.Contains('.', StringComparison.Ordinal) ? text : $"{inPackage}.{text}"));
        return shape;
    }

    private static string? Option(IEnumerable<string> words, string name) =>
        words.FirstOrDefault(w => w.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static FormatException Wrong(string line) => new($"the type catalog is damaged at: {line}");
}
