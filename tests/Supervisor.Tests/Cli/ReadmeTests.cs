using System.Text.RegularExpressions;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Tests.Cli;

/// <summary>What the README tells people to type exists.</summary>
public sealed partial class ReadmeTests
{
    /// <summary>The wrapper script answers these itself.</summary>
    private static readonly string[] OfTheWrapper = ["bench"];

    [Fact]
    public void Every_command_in_the_readme_parses()
    {
        var commands = Typed().ToList();
        Assert.NotEmpty(commands);
        var root = CommandLine.CreateRoot(CliContext.ForThisProcess());

        var faults = from command in commands
                     let parsed = root.Parse(command)
                     where parsed.Errors.Count > 0
                     select $"supervisor {command}: {parsed.Errors[0].Message}";

        Assert.Empty(faults);
    }

    private static IEnumerable<string> Typed() => File.ReadLines(Path.Combine(Root(), "README.md"))
        .Select(line => CommandOfALine().Match(line))
        .Where(match => match.Success && !OfTheWrapper.Contains(match.Groups[1].Value.Split(' ')[0]))
        .Select(match => match.Groups[1].Value.Trim());

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Supervisor.sln")))
            at = at.Parent ?? throw new InvalidOperationException("no Supervisor.sln above the tests");
        return at.FullName;
    }

    [GeneratedRegex(@"^\$?\s*(?:\./)?supervisor ([^#]+)")]
    private static partial Regex CommandOfALine();
}
