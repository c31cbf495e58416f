using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LustreSupervisor.Tidy.Tests;

/// <summary>A public type or member; partial ones have several parts.</summary>
/// <param name="Where"><c>path:line</c> of the first part.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="Parts">Its declarations.</param>
internal sealed record PublicMember(string Where, string Name, IReadOnlyList<PublicPart> Parts);

/// <summary>One declaration with the documentation comment before it.</summary>
/// <param name="Node">The declaration.</param>
/// <param name="Documentation">Text of its documentation comment; empty without one.</param>
internal sealed record PublicPart(SyntaxNode Node, string Documentation);

/// <summary>Finds what is visible outside its project.</summary>
internal static class PublicMembers
{
    /// <summary>Every public type and member under <c>src</c>.</summary>
    public static IEnumerable<PublicMember> OfSrc() =>
        from source in Repository.SourcesUnder("src")
        from node in source.Tree.DescendantNodes().OfType<MemberDeclarationSyntax>()
        where IsDeclared(node) && IsVisible(node)
        group (source, node) by (Project: source.Path.Split('/')[1], FullName(node)) into parts
        let first = parts.First()
        select new PublicMember(
            first.source.At(first.node), Name(first.node), [.. parts.Select(part => new PublicPart(part.node, Documentation(part.node)))]);

    private static bool IsDeclared(MemberDeclarationSyntax node) => node switch
    {
        BaseNamespaceDeclarationSyntax or GlobalStatementSyntax => false,
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null } or PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: not null } => false,
        _ => true,
    };

    private static bool IsVisible(MemberDeclarationSyntax node) =>
        node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>()
            .Where(member => member is not BaseNamespaceDeclarationSyntax)
            .All(member => member.Modifiers.Any(SyntaxKind.PublicKeyword) || IsPublicByItsPlace(member) || IsPartOfPublic(member));

    private static bool IsPublicByItsPlace(MemberDeclarationSyntax member) =>
        member is EnumMemberDeclarationSyntax || (member.Parent is InterfaceDeclarationSyntax && !member.Modifiers.Any(SyntaxKind.PrivateKeyword));

    /// <summary>A <c>partial</c> part without a modifier takes that of the others; the part that has it is judged.</summary>
    private static bool IsPartOfPublic(MemberDeclarationSyntax member) =>
        member is TypeDeclarationSyntax type && type.Modifiers.Count == 1 && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string FullName(SyntaxNode node)
    {
        var names = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Reverse().Select(Name);
        // Overloads are members of their own.
        var parameters = node is BaseMethodDeclarationSyntax method ? method.ParameterList.ToString() : "";
        return string.Join('.', names) + parameters;
    }

    private static string Name(MemberDeclarationSyntax node) => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        BaseTypeDeclarationSyntax type => type.Identifier.Text + (type as TypeDeclarationSyntax)?.TypeParameterList,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        EventDeclarationSyntax declared => declared.Identifier.Text,
        EnumMemberDeclarationSyntax member => member.Identifier.Text,
        BaseFieldDeclarationSyntax field => string.Join(", ", field.Declaration.Variables.Select(variable => variable.Identifier.Text)),
        OperatorDeclarationSyntax declared => "operator " + declared.OperatorToken.Text,
        ConversionOperatorDeclarationSyntax declared => "operator " + declared.Type,
        _ => node.Kind().ToString(),
    };

    private static string Documentation(SyntaxNode node) => string.Concat(node.GetLeadingTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
        .Select(trivia => trivia.ToFullString()));
}
