using System.Text.RegularExpressions;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>Rules on plain text: links lead somewhere, and nothing names the machine it was written on.</summary>
public sealed partial class TextTests
{
    private static readonly string[] TextEndings =
        [".cs", ".md", ".csproj", ".props", ".targets", ".json", ".yaml", ".yml", ".conf", ".proto", ".sh", ".txt", ".sln"];

    [Fact]
    public void Every_relative_link_resolves() => Violations.MustBeNone(
        "link that leads nowhere",
        from page in Repository.Files
        where page.EndsWith(".md", StringComparison.Ordinal)
        from link in Lines(page)
        from match in Link().Matches(Code().Replace(link.Text, ""))
        let target = match.Groups[1].Value
        where !Resolves(page, target)
        select $"{page}:{link.Number} {target}");

    [Fact]
    public void No_file_names_a_place_on_the_machine_it_was_written_on() => Violations.MustBeNone(
        "path of one machine",
        from page in Repository.Files
        where TextEndings.Contains(Path.GetExtension(page)) || Path.GetExtension(page).Length == 0
        from line in Lines(page)
        where MachinePath().IsMatch(line.Text)
        select $"{page}:{line.Number} {line.Text.Trim()}");

    private static IEnumerable<(int Number, string Text)> Lines(string page) =>
        Repository.Read(page).Split('\n').Select((text, index) => (index + 1, text));

    private static bool Resolves(string page, string target)
    {
        var path = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(target));
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    // Written in two pieces, so that this line does not find itself.
    [GeneratedRegex(@"(?<![\w}./-])/(?:home/\w|Users/\w|" + "root/|" + "work/)")]
    private static partial Regex MachinePath();
}
