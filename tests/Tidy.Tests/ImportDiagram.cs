using System.Text.RegularExpressions;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>
/// The diagram of import directions in ARCHITECTURE.md: lines <c>A, B -> C, D</c> in its first code block without a language. The test
/// reads the page itself, so that page and code cannot drift apart.
/// </summary>
internal static class ImportDiagram
{
    private const string Page = "ARCHITECTURE.md";
    private const string NothingOfOurs = "nothing of ours";

    /// <summary>For each project of <c>src</c>: the projects it may import.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Read()
    {
        var allowed = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var line in Block())
        {
            var sides = line.Split("->", 2);
            Assert.True(sides.Length == 2, $"{Page}: '{line}' is not 'A -> B'");
            var right = sides[1].Trim() == NothingOfOurs ? [] : Names(sides[1]);
            foreach (var left in Names(sides[0]))
                Assert.True(allowed.TryAdd(left, right.ToHashSet(StringComparer.Ordinal)), $"{Page}: {left} stands twice on the left");
        }

        return allowed;
    }

    private static string[] Block()
    {
        var fenced = Regex.Matches(Repository.Read(Page), "^```(?<language>.*?)\\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        var diagram = fenced.First(block => block.Groups["language"].Length == 0 && block.Groups["text"].Value.Contains("->", StringComparison.Ordinal));
        return diagram.Groups["text"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Names(string side) => side.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
