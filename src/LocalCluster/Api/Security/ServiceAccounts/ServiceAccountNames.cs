using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary>The user and the groups that a service account is.</summary>
internal static class ServiceAccountNames
{
    private const string Prefix = "system:serviceaccount:";

    private const string Group = "system:serviceaccounts";

    public static string User(string ns, string name) => $"{Prefix}{ns}:{name}";

    public static IReadOnlyList<string> Groups(string ns) => [Group, $"{Group}:{ns}"];

    /// <summary>Namespace and name of the service account that a user is, or null when he is none.</summary>
    public static (string Namespace, string Name)? Split(string user) =>
        user.StartsWith(Prefix, StringComparison.Ordinal) && user[Prefix.Length..].Split(':') is [{ Length: > 0 } ns, { Length: > 0 } name] ? (ns, name) : null;

    public static UserInfo Identity(StoredObject account) => new(
        User(account.Key.Namespace, account.Key.Name), account.Uid, [.. Groups(account.Key.Namespace), UserInfo.Authenticated]);
}
