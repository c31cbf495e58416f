using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>Imports go one way only: the diagram of ARCHITECTURE.md, project by project and name by name.</summary>
public sealed class ImportTests
{
    private const string RootNamespace = "LustreSupervisor";

    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> Allowed = ImportDiagram.Read();

    [Fact]
    public void Every_project_of_src_stands_in_the_diagram() => Violations.MustBeNone(
        "project without a line in the diagram of ARCHITECTURE.md",
        Projects().Where(project => !Allowed.ContainsKey(project)));

    [Fact]
    public void Every_name_in_the_diagram_is_a_project() => Violations.MustBeNone(
        "name in the diagram of ARCHITECTURE.md that is no project of src",
        Allowed.Keys.Concat(Allowed.Values.SelectMany(names => names)).Distinct().Except(Projects()));

    [Fact]
    public void Project_references_follow_the_diagram() => Violations.MustBeNone(
        "project reference against the diagram of ARCHITECTURE.md",
        from project in Projects()
        from reference in References(project)
        where !Allows(project, reference)
        select $"src/{project}/{project}.csproj:1 references {reference}");

    [Fact]
    public void Names_follow_the_diagram() => Violations.MustBeNone(
        "name used against the diagram of ARCHITECTURE.md",
        from source in Repository.SourcesUnder("src")
        let project = source.Path.Split('/')[1]
        from name in source.Tree.DescendantNodes().OfType<NameSyntax>()
        let imported = ImportedProject(name)
        where imported is not null && imported != project && !Allows(project, imported)
        select $"{source.At(name)} {name}");

    [Fact]
    public void The_Kubernetes_adapter_does_not_know_that_a_cluster_can_be_embedded() => Violations.MustBeNone(
        "use of the embedded cluster in the Kubernetes adapter",
        from source in Repository.SourcesUnder("src/Supervisor/Kubernetes")
        from name in source.Tree.DescendantNodes().OfType<NameSyntax>()
        where ImportedProject(name) == "LocalCluster"
        select $"{source.At(name)} {name}");

    private static bool Allows(string project, string reference) =>
        Allowed.TryGetValue(project, out var names) && names.Contains(reference);

    private static IEnumerable<string> Projects() => Repository.Files
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(path => path.Split('/')[1]);

    private static IEnumerable<string> References(string project) => XDocument
        .Parse(Repository.Read($"src/{project}/{project}.csproj"))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    /// <summary>The project that a name <c>LustreSupervisor.Project[.…]</c> leads into; null for other names and for namespace declarations.</summary>
    private static string? ImportedProject(NameSyntax name)
    {
        if (name is not QualifiedNameSyntax { Left: IdentifierNameSyntax root, Right: var right } || root.Identifier.Text != RootNamespace)
            return null;
        var outermost = name.AncestorsAndSelf().TakeWhile(node => node is NameSyntax).Last();
        return outermost.Parent is BaseNamespaceDeclarationSyntax ? null : right.Identifier.Text;
    }
}
