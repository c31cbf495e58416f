using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables.JsonPaths;

/// <summary>
/// A path into an object as <c>additionalPrinterColumns</c> write it: fields, escaped dots, quoted names, indexes, slices, wildcards,
/// recursive descent and filters. Paths come from users, so their length, their steps and what they may find are bounded.
/// </summary>
internal sealed class JsonPath
{
    /// <summary>Longest path read, characters: the longest of the well-known definitions have some 150.</summary>
    internal const int LengthMax = 1024;

    /// <summary>Most elements that a step may yield; a column shows the first one.</summary>
    internal const int ResultsMax = 1000;

    private readonly IReadOnlyList<IPathStep> steps;

    private JsonPath(IReadOnlyList<IPathStep> steps) => this.steps = steps;

    /// <summary>Reads a path such as <c>.status.conditions[?(@.type=="Ready")].status</c>, or returns null when it is none.</summary>
    public static JsonPath? Parse(string text) =>
        text.Length <= LengthMax && JsonPathParser.Parse(text) is { } steps ? new JsonPath(steps) : null;

    /// <summary>The path of steps that are read already.</summary>
    public static JsonPath Of(IReadOnlyList<IPathStep> steps) => new(steps);

    /// <summary>What the path finds, at most <see cref="ResultsMax"/> elements; null values count as nothing.</summary>
    public IReadOnlyList<JsonElement> Find(JsonElement root)
    {
        List<JsonElement> found = [root];
        foreach (var step in steps) found = [.. found.SelectMany(step.Walk).Take(ResultsMax)];
        return [.. found.Where(e => e.Has())];
    }
}
