using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using System.Xml.Linq;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>The pure projects decide and model. They touch nothing: no package, file, network, clock, task or randomness of their own.</summary>
public sealed class PurityTests
{
    private static readonly string[] Pure = ["Topology", "LustreModel"];

    private static readonly string[] TypesOfTheWorld =
    [
        "File", "Directory", "FileInfo", "DirectoryInfo", "FileStream", "Console", "Environment", "Process", "Thread", "Task", "Timer",
        "PeriodicTimer", "Stopwatch", "TimeProvider", "Random", "RandomNumberGenerator", "Socket", "HttpClient",
    ];

    private static readonly string[] Namespaces = ["Akka", "k8s", "Grpc", "System.IO", "System.Net", "System.Diagnostics", "System.Threading", "Microsoft"];

    [Fact]
    public void Pure_projects_reference_no_package() => Violations.MustBeNone(
        "package in a pure project",
        from project in Pure
        let path = $"src/{project}/{project}.csproj"
        from package in XDocument.Parse(Repository.Read(path)).Descendants("PackageReference")
        select $"{path}:1 {package.Attribute("Include")?.Value}");

    [Fact]
    public void Pure_projects_import_nothing_of_the_world() => Violations.MustBeNone(
        "namespace of the world in a pure project",
        from source in Sources()
        from directive in source.Tree.DescendantNodes().OfType<UsingDirectiveSyntax>()
        let name = directive.NamespaceOrType.ToString()
        where Namespaces.Any(banned => name == banned || name.StartsWith(banned + ".", StringComparison.Ordinal))
        where name != "System.Diagnostics.CodeAnalysis"
        select $"{source.At(directive)} {name}");

    [Fact]
    public void Pure_projects_touch_nothing_of_the_world() => Violations.MustBeNone(
        "type of the world in a pure project",
        from source in Sources()
        from name in source.Tree.DescendantNodes().OfType<IdentifierNameSyntax>()
        where TypesOfTheWorld.Contains(name.Identifier.Text) && IsTypePosition(name)
        select $"{source.At(name)} {name}");

    [Fact]
    public void Pure_projects_make_no_identifiers_of_their_own() => Violations.MustBeNone(
        "Guid.NewGuid in a pure project",
        from source in Sources()
        from access in source.Tree.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where access.ToString().EndsWith("Guid.NewGuid", StringComparison.Ordinal)
        select source.At(access));

    private static IEnumerable<SourceFile> Sources() => Pure.SelectMany(project => Repository.SourcesUnder($"src/{project}"));

    /// <summary>True where the name can only be a type: before a dot, after <c>new</c>, as a type of a declaration.</summary>
    private static bool IsTypePosition(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        ObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax or NullableTypeSyntax or TypeArgumentListSyntax => true,
        MethodDeclarationSyntax or PropertyDeclarationSyntax => true,
        _ => false,
    };
}
