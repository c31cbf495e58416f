using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>A file has one reason to exist, a method fits on a screen.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    private const int FileLinesMax = 400;
    private const int FileLinesUsual = 200;
    private const double ShareOfUsualFilesMin = 0.9;
    private const int MethodLinesMax = 59;

    [Fact]
    public void No_file_is_longer_than_400_lines() => Violations.MustBeNone(
        $"file longer than {FileLinesMax} lines",
        Repository.Sources.Where(source => source.LineCount > FileLinesMax).Select(source => $"{source.Path}:{source.LineCount}"));

    [Fact]
    public void Nine_files_of_ten_are_under_200_lines()
    {
        var counts = Repository.Sources.Select(source => source.LineCount).Order().ToList();
        var usual = counts.Count(count => count < FileLinesUsual) / (double)counts.Count;
        output.WriteLine($"{counts.Count} files, median {counts[counts.Count / 2]} lines, {usual:P1} under {FileLinesUsual}");
        var longest = Repository.Sources.Where(source => source.LineCount >= FileLinesUsual)
            .OrderByDescending(source => source.LineCount).Select(source => $"{source.Path}: {source.LineCount}");
        Assert.True(usual >= ShareOfUsualFilesMin, string.Join(Environment.NewLine, longest.Prepend($"only {usual:P1} are under 200 lines")));
    }

    [Fact]
    public void Every_method_is_under_60_lines() => Violations.MustBeNone(
        $"method longer than {MethodLinesMax} lines",
        from source in Repository.Sources
        from node in source.Tree.DescendantNodes().Where(IsMethod)
        let lines = Lines(node)
        where lines > MethodLinesMax
        select $"{source.At(node)} {lines} lines");

    [Fact]
    public void Top_level_statements_are_under_60_lines() => Violations.MustBeNone(
        $"program longer than {MethodLinesMax} lines",
        from source in Repository.Sources
        let statements = source.Tree.ChildNodes().OfType<GlobalStatementSyntax>().ToList()
        let lines = statements.Where(statement => statement.Statement is not LocalFunctionStatementSyntax).Sum(Lines)
        where lines > MethodLinesMax
        select $"{source.Path}:1 {lines} lines");

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null };

    private static int Lines(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
