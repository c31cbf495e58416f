using System.Text.RegularExpressions;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>
/// What somebody wants to do (<c>authorizer.Attributes</c>), taken from a request as <c>RequestInfoFactory</c> of the real server takes it:
/// before anybody has looked whether there is such a kind or object.
/// </summary>
/// <param name="User">Who.</param>
/// <param name="Verb">What: <c>get</c>, <c>list</c>, <c>create</c> …, or an HTTP method in lower case for a path.</param>
internal sealed partial record AccessRequest(UserInfo User, string Verb)
{
    /// <summary>Subresources of namespaces; any other word after a namespace's name is a kind in it.</summary>
    private static readonly string[] NamespaceParts = ["status", "finalize"];

    /// <summary>The path, of a request that is not about a resource.</summary>
    public string Path { get; init; } = "";

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Empty: cluster-scoped, or all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Plural name of the kind; empty when the request is about a path.</summary>
    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>Name of the object; empty when there is none.</summary>
    public string Name { get; init; } = "";

    public bool IsResource => Resource.Length > 0;

    /// <summary>The resource as roles name it, such as <c>pods/log</c>.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>What a request is after.</summary>
    public static AccessRequest Of(HttpRequest request, UserInfo user)
    {
        var path = request.Path.Value is { Length: > 0 } given ? given : "/";
        return path.Trim('/').Split('/') switch
        {
            ["api", var version, .. { Length: > 0 } rest] => OfResource(request, user, "", version, rest),
            ["apis", var group, var version, .. { Length: > 0 } rest] => OfResource(request, user, group, version, rest),
            _ => new AccessRequest(user, request.Method.ToLowerInvariant()) { Path = path },
        };
    }

    private static AccessRequest OfResource(HttpRequest request, UserInfo user, string group, string version, string[] rest)
    {
        var ns = rest is ["namespaces", var inside, ..] ? inside : "";
        if (rest is ["namespaces", _, var kind, ..] && !NamespaceParts.Contains(kind)) rest = rest[2..];
        var name = rest.ElementAtOrDefault(1) ?? "";
        var verb = VerbOf(request, name);
        return new AccessRequest(user, verb)
        {
            Group = group,
            Version = version,
            Namespace = ns,
            Resource = rest[0],
            Name = name.Length == 0 && verb is "list" or "watch" or "deletecollection" ? NameIn(request.Query["fieldSelector"].ToString()) : name,
            Subresource = rest.ElementAtOrDefault(2) ?? "",
        };
    }

    private static string VerbOf(HttpRequest request, string name) => request.Method switch
    {
        "GET" or "HEAD" when name.Length > 0 => "get",
        "GET" or "HEAD" => QueryOptions.Flag(request, "watch") ? "watch" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length > 0 ? "delete" : "deletecollection",
        _ => "",
    };

    /// <summary>A list of the one object of a name counts as a request for that name.</summary>
    private static string NameIn(string fieldSelector) => OneName().Match(fieldSelector).Groups["name"].Value;

    [GeneratedRegex(@"(^|,)metadata\.name==?(?<name>[^,=!]+)(,|$)")]
    private static partial Regex OneName();
}
