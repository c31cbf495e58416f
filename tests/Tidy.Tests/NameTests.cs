using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>Names say what a thing is. A name that fits anything collects anything.</summary>
public sealed partial class NameTests
{
    private static readonly string[] SayNothing =
    [
        "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager", "Misc", "Stuff", "Impl", "Common", "Shared", "Thing",
    ];

    /// <summary>Terms of the domain win: a field manager is what Kubernetes' server-side apply calls the owner of a field.</summary>
    private static readonly string[] TermsOfTheDomain = ["FieldManager"];

    [Fact]
    public void No_type_has_a_name_that_fits_anything() => Violations.MustBeNone(
        "type whose name says nothing",
        from source in Repository.Sources
        from type in source.Tree.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where SaysNothing(type.Identifier.Text)
        select $"{source.At(type)} {type.Identifier.Text}");

    [Fact]
    public void No_file_has_a_name_that_fits_anything() => Violations.MustBeNone(
        "file whose name says nothing",
        from source in Repository.Sources
        where SaysNothing(Path.GetFileNameWithoutExtension(source.Path))
        select $"{source.Path}:1");

    [Fact]
    public void Files_of_src_are_named_after_a_type_in_them() => Violations.MustBeNone(
        "file that is not named after a type in it",
        from source in Repository.SourcesUnder("src")
        let name = Path.GetFileNameWithoutExtension(source.Path).Split('.')[0]
        let types = source.Tree.DescendantNodes().OfType<MemberDeclarationSyntax>().Select(NameOf).OfType<string>().ToList()
        where types.Count > 0 && !types.Contains(name) && !IsFamily(name, types.Count)
        select $"{source.Path}:1 declares {string.Join(", ", types.Take(3))}");

    /// <summary>A family of small types may share a file with a plural name, such as <c>ServerEvents.cs</c>.</summary>
    private static bool IsFamily(string file, int types) => file.EndsWith('s') && types > 1;

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    private static bool SaysNothing(string name) => !TermsOfTheDomain.Contains(name) && SayNothing.Contains(LastPascalWord().Match(name).Value);

    [GeneratedRegex("[A-Z][a-z0-9]*$")]
    private static partial Regex LastPascalWord();
}
