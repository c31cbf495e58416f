using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>Constructs that the language allows and this repository does not.</summary>
public sealed class ConstructTests
{
    private const string UnsafeFolder = "src/Transport/Primitives/";

    private static readonly string[] AsyncReceives = ["ReceiveAsync", "ReceiveAnyAsync", "CommandAsync", "CommandAnyAsync"];

    private static readonly string[] Sleeps = ["Thread.Sleep", "Task.Delay"];

    [Fact]
    public void Unsafe_code_lives_in_the_transport_primitives_only() => Violations.MustBeNone(
        $"unsafe code outside {UnsafeFolder}",
        from source in Repository.Sources
        where !source.Path.StartsWith(UnsafeFolder, StringComparison.Ordinal)
        from token in source.Tree.DescendantTokens()
        where token.IsKind(SyntaxKind.UnsafeKeyword)
        select source.At(token));

    [Fact]
    public void No_method_is_async_void() => Violations.MustBeNone(
        "async void: its exception ends the process",
        from source in Repository.Sources
        from node in source.Tree.DescendantNodes()
        where IsAsyncVoid(node)
        select source.At(node));

    [Fact]
    public void Actors_pipe_to_themselves_instead_of_awaiting() => Violations.MustBeNone(
        "asynchronous receive: it suspends the mailbox; use PipeTo",
        from source in Repository.SourcesUnder("src/Actors")
        from name in source.Tree.DescendantNodes().OfType<SimpleNameSyntax>()
        where AsyncReceives.Contains(name.Identifier.Text)
        select source.At(name));

    [Fact]
    public void Tests_await_a_condition_and_never_sleep() => Violations.MustBeNone(
        "sleep in a test: await a condition with a deadline",
        from source in Repository.SourcesUnder("tests")
        from access in source.Tree.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where Sleeps.Contains(access.ToString())
        select source.At(access));

    private static bool IsAsyncVoid(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsVoid(method.ReturnType),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsVoid(function.ReturnType),
        _ => false,
    };

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
}
