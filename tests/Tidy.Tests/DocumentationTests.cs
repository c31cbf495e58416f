using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>Every public type and member of <c>src</c> says what it means. A name repeated is no meaning.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>A record as small as this is explained by its summary.</summary>
    private const int ParametersThatASummaryExplains = 4;

    /// <summary>The zero of an enumeration means what it says.</summary>
    private const string NameOfNothing = "None";

    private static readonly string[] WordsThatAddNothing = ["the", "a", "an", "of", "to", "for", "and", "this", "that", "is", "its", "gets", "sets", "get", "set", "or"];

    [Fact]
    public void Every_public_type_and_member_is_documented() => Violations.MustBeNone(
        "public type or member without documentation",
        from declared in PublicMembers.OfSrc()
        where declared.Parts.All(part => part.Documentation.Length == 0)
        select $"{declared.Where} {declared.Name}");

    [Fact]
    public void Every_positional_parameter_of_a_larger_public_record_is_documented() => Violations.MustBeNone(
        "positional parameter of a public record without <param>",
        from declared in PublicMembers.OfSrc()
        from part in declared.Parts
        where part.Node is RecordDeclarationSyntax { ParameterList: not null } && !part.Documentation.Contains("<inheritdoc", StringComparison.Ordinal)
        let parameters = ((RecordDeclarationSyntax)part.Node).ParameterList!.Parameters
        where parameters.Count > ParametersThatASummaryExplains
        from parameter in parameters
        where !part.Documentation.Contains($"<param name=\"{parameter.Identifier.Text}\">", StringComparison.Ordinal)
        select $"{declared.Where} {declared.Name}.{parameter.Identifier.Text}");

    [Fact]
    public void No_summary_only_repeats_the_name() => Violations.MustBeNone(
        "summary that only repeats the name",
        from declared in PublicMembers.OfSrc()
        let summary = string.Concat(declared.Parts.Select(part => part.Documentation).Select(Summary))
        where summary.Length > 0 && declared.Name != NameOfNothing && SaysNothing(summary, declared.Name)
        select $"{declared.Where} {declared.Name}: \"{summary.Trim()}\"");

    [Theory]
    [InlineData("The name.", "Name", true)]
    [InlineData("Gets or sets the node name.", "NodeName", true)]
    [InlineData("Upgrades.", "Upgrade", true)]
    [InlineData("Name of the Kubernetes node it is bound to.", "Node", false)]
    [InlineData("The clock.", "Time", false)]
    public void The_measure_of_meaning_is_what_a_reader_learns(string summary, string name, bool saysNothing) =>
        Assert.Equal(saysNothing, SaysNothing(summary, name));

    private static string Summary(string documentation)
    {
        var match = SummaryElement().Match(documentation);
        return match.Success ? Tag().Replace(match.Groups[1].Value, " $1 ").Replace("///", " ", StringComparison.Ordinal) : "";
    }

    private static bool SaysNothing(string summary, string name)
    {
        var known = Stems(Word().Matches(name)).ToHashSet(StringComparer.Ordinal);
        return Stems(NaturalWord().Matches(summary)).All(word => known.Contains(word) || WordsThatAddNothing.Contains(word));
    }

    private static IEnumerable<string> Stems(IEnumerable<Match> words) =>
        words.Select(word => word.Value.ToLowerInvariant()).Select(word => word.Length > 3 ? word.TrimEnd('s') : word);

    [GeneratedRegex("<summary>(.*?)</summary>", RegexOptions.Singleline)]
    private static partial Regex SummaryElement();

    [GeneratedRegex("<[^>]*?(?:cref|name|langword)=\"([^\"]*)\"[^>]*>|<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex NaturalWord();
}
