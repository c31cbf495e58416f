using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>The files of this repository, as a person would commit them: without what builds leave behind.</summary>
internal static class Repository
{
    /// <summary>Directory that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static readonly string[] LeftByBuilds = ["bin", "obj", "artifacts", "TestResults", "node_modules"];

    private static readonly string[] CodeFolders = ["src", "tests", "benchmarks"];

    private static readonly Lazy<IReadOnlyList<string>> AllFiles = new(() => [.. Walk(Root).Order(StringComparer.Ordinal)]);

    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources = new(() =>
        [.. Files.Where(IsCode).AsParallel().AsOrdered().Select(SourceFile.Read)]);

    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => AllFiles.Value;

    /// <summary>Every C# file, parsed.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    /// <summary>The C# files under one folder.</summary>
    public static IEnumerable<SourceFile> SourcesUnder(string folder) =>
        Sources.Where(source => source.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Reads a file by its path relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static bool IsCode(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal) && CodeFolders.Contains(path.Split('/')[0]);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Supervisor.sln")))
                return at.FullName;
        throw new InvalidOperationException($"No Supervisor.sln above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<string> Walk(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory))
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var child in Directory.EnumerateDirectories(directory))
        {
            var name = Path.GetFileName(child);
            if (LeftByBuilds.Contains(name) || (name.StartsWith('.') && name != ".ci"))
                continue;
            foreach (var file in Walk(child))
                yield return file;
        }
    }
}

/// <summary>One C# file.</summary>
/// <param name="Path">Path relative to the root.</param>
/// <param name="LineCount">Number of lines.</param>
/// <param name="Tree">Its syntax, documentation comments included.</param>
internal sealed record SourceFile(string Path, int LineCount, SyntaxNode Tree)
{
    /// <summary>Reads and parses a file.</summary>
    public static SourceFile Read(string path)
    {
        var text = Repository.Read(path);
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithDocumentationMode(DocumentationMode.Parse);
        return new SourceFile(path, text.AsSpan().TrimEnd().Count('\n') + 1, CSharpSyntaxTree.ParseText(text, options).GetRoot());
    }

    /// <summary><c>path:line</c> of a node, as editors understand it.</summary>
    public string At(SyntaxNodeOrToken node) => $"{Path}:{node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1}";
}
