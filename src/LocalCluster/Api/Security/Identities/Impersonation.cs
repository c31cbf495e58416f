using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Security.Authorization;
using LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Security.Identities;

/// <summary>
/// Requests made in another's name (<c>kubectl --as</c>): whoever may <c>impersonate</c> the user, each of the groups and everything else
/// that the headers name, is that user for the request.
/// </summary>
internal sealed class Impersonation(Authorizer authorizer)
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string AuthenticationGroup = "authentication.k8s.io";

    /// <summary>The user that the request is to be made as: <paramref name="user"/>, unless headers name another.</summary>
    /// <exception cref="StatusException">400: groups without a user; 403: not allowed.</exception>
    public UserInfo Apply(IHeaderDictionary headers, UserInfo user)
    {
        var name = headers[UserHeader].ToString();
        List<string> groups = [.. headers[GroupHeader].OfType<string>().Where(g => g.Length > 0)];
        var uid = headers[UidHeader].ToString();
        var extra = Extra(headers);
        if (name.Length == 0)
        {
            if (groups.Count > 0 || uid.Length > 0 || extra.Count > 0) throw Errors.BadRequest("requested impersonation of groups, a uid or extra without impersonating a user");
            return user;
        }

        var access = new AccessRequest(user, "impersonate") { Version = "v1" };
        var account = ServiceAccountNames.Split(name);
        if (account is var (ns, accountName)) authorizer.Check(access with { Resource = "serviceaccounts", Namespace = ns, Name = accountName });
        else authorizer.Check(access with { Resource = "users", Name = name });
        foreach (var group in groups) authorizer.Check(access with { Resource = "groups", Name = group });
        if (uid.Length > 0) authorizer.Check(access with { Group = AuthenticationGroup, Resource = "uids", Name = uid });
        foreach (var (key, values) in extra)
        {
            foreach (var value in values)
                authorizer.Check(access with { Group = AuthenticationGroup, Resource = "userextras", Subresource = key, Name = value });
        }

        if (account is { } split && groups.Count == 0) groups.AddRange(ServiceAccountNames.Groups(split.Namespace));
        return new UserInfo(name, uid, Complete(name, groups)) { Extra = extra };
    }

    private static List<string> Complete(string name, List<string> groups)
    {
        var isAnonymous = name == UserInfo.Anonymous.Name;
        if (isAnonymous && !groups.Contains(UserInfo.Unauthenticated)) groups.Add(UserInfo.Unauthenticated);
        if (!isAnonymous && !groups.Contains(UserInfo.Authenticated) && !groups.Contains(UserInfo.Unauthenticated)) groups.Add(UserInfo.Authenticated);
        return groups;
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(IHeaderDictionary headers) => headers
        .Where(h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(
            h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..].ToLowerInvariant()),
            h => (IReadOnlyList<string>)[.. h.Value.OfType<string>()]);
}
