using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary>A token that was accepted.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Audiences">Those of the audiences asked for that it is meant for.</param>
internal sealed record AcceptedToken(UserInfo User, IReadOnlyList<string> Audiences);

/// <summary>
/// Gives out and accepts the tokens of service accounts. A token is good as long as its time has not come and the objects that it names
/// still are the same ones, by UID: the service account, and the pod, Secret or node that it is bound to.
/// </summary>
internal sealed class ServiceAccountTokens(TokenKey key, ObjectStore store, TimeProvider clock)
{
    /// <summary>Who issues tokens, and the audience that this server is.</summary>
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    /// <summary>Issuer of tokens that are kept in Secrets.</summary>
    private const string LegacyIssuer = "kubernetes/serviceaccount";

    private const string LegacyPrefix = "kubernetes.io/serviceaccount/";

    /// <summary>The private claims of a bound token.</summary>
    private const string Private = "kubernetes.io";

    /// <summary>How long an object that is being deleted still vouches for its tokens: its pod may have an unmount to do.</summary>
    private static readonly TimeSpan DeletionLeeway = TimeSpan.FromSeconds(60);

    /// <summary>Gives out a token.</summary>
    /// <param name="account">The service account.</param>
    /// <param name="life">How long it is good.</param>
    /// <param name="audiences">Whom it is meant for.</param>
    /// <param name="binding">The object that it ends with, under its key in the private claims; null for none.</param>
    /// <param name="node">The node of the pod that it is bound to; null for none.</param>
    public (string Token, DateTimeOffset Expires) Issue(
        StoredObject account, TimeSpan life, IReadOnlyList<string> audiences, (string Claim, StoredObject Object)? binding, StoredObject? node)
    {
        var now = clock.GetUtcNow();
        var expires = now + life;
        var own = new JsonObject { ["namespace"] = account.Key.Namespace };
        if (node is not null) own["node"] = Reference(node);
        if (binding is var (claim, bound)) own[claim] = Reference(bound);
        own["serviceaccount"] = Reference(account);
        var token = key.Sign(new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(a => (JsonNode)a)]),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            [Private] = own,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = ServiceAccountNames.User(account.Key.Namespace, account.Key.Name),
        });
        return (token, DateTimeOffset.FromUnixTimeSeconds(expires.ToUnixTimeSeconds()));
    }

    /// <summary>The token for a Secret: it ends with the Secret or with the service account.</summary>
    public string IssueLegacy(StoredObject account, string secret) => key.Sign(new JsonObject
    {
        ["iss"] = LegacyIssuer,
        [LegacyPrefix + "namespace"] = account.Key.Namespace,
        [LegacyPrefix + "secret.name"] = secret,
        [LegacyPrefix + "service-account.name"] = account.Key.Name,
        [LegacyPrefix + "service-account.uid"] = account.Uid,
        ["sub"] = ServiceAccountNames.User(account.Key.Namespace, account.Key.Name),
    });

    /// <summary>Whose token it is and for whom, or null when it is not good for any of the audiences.</summary>
    public AcceptedToken? Find(string token, IReadOnlyList<string> audiences)
    {
        if (key.Verify(token) is not { } claims) return null;
        return claims["iss"].Text() switch
        {
            Issuer => FindBound(claims, audiences),
            LegacyIssuer when audiences.Contains(Issuer) => FindLegacy(claims, token),
            _ => null,
        };
    }

    private AcceptedToken? FindBound(JsonObject claims, IReadOnlyList<string> audiences)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (!(claims["exp"].Whole() > now) || claims["nbf"].Whole() > now) return null;
        List<string> meant = [.. audiences.Where(a => claims.Items("aud")?.Any(given => given.Text() == a) == true)];
        if (meant.Count == 0 || claims.Child(Private) is not { } own || own["namespace"].Text() is not { } ns) return null;
        if (Living(ServedKinds.ServiceAccounts, ns, own.Child("serviceaccount")) is not { } account) return null;
        if (!VouchersLive(own, ns)) return null;
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (claim, name) in ((string, string)[])[("pod", "pod"), ("node", "node")])
        {
            if (own.Child(claim) is not { } reference) continue;
            extra[$"authentication.kubernetes.io/{name}-name"] = [reference["name"].Text() ?? ""];
            extra[$"authentication.kubernetes.io/{name}-uid"] = [reference["uid"].Text() ?? ""];
        }

        if (claims["jti"].Text() is { } id) extra["authentication.kubernetes.io/credential-id"] = ["JTI=" + id];
        return new AcceptedToken(ServiceAccountNames.Identity(account) with { Extra = extra }, meant);
    }

    /// <summary>Whether the object that the token is bound to is still there. A pod's node only counts when the token is bound to nothing else.</summary>
    private bool VouchersLive(JsonObject own, string ns)
    {
        if (own.Child("pod") is { } pod) return Living(BuiltIns.Pods, ns, pod) is not null;
        if (own.Child("secret") is { } secret) return Living(BuiltIns.Secrets, ns, secret) is not null;
        return own.Child("node") is not { } node || Living(BuiltIns.Nodes, null, node) is not null;
    }

    private AcceptedToken? FindLegacy(JsonObject claims, string token)
    {
        string Claim(string name) => claims[LegacyPrefix + name].Text() ?? "";
        var ns = Claim("namespace");
        var account = Living(ServedKinds.ServiceAccounts, ns, new JsonObject { ["name"] = Claim("service-account.name"), ["uid"] = Claim("service-account.uid") });
        if (account is null || store.Find(BuiltIns.Secrets.Key(ns, Claim("secret.name"))) is not { } secret || IsGone(secret)) return null;
        return LegacySecret.TokenIn(secret.Parse()) == token ? new AcceptedToken(ServiceAccountNames.Identity(account), [Issuer]) : null;
    }

    private StoredObject? Living(ResourceType type, string? ns, JsonObject? reference)
    {
        if (reference?["name"].Text() is not { } name || store.Find(type.Key(ns, name)) is not { } found) return null;
        return found.Uid == reference["uid"].Text() && !IsGone(found) ? found : null;
    }

    private bool IsGone(StoredObject found) =>
        found.IsDeleting && Metadata.Moment(found.Parse().At("metadata", "deletionTimestamp")) + DeletionLeeway < clock.GetUtcNow();

    private static JsonObject Reference(StoredObject stored) => new() { ["name"] = stored.Key.Name, ["uid"] = stored.Uid };
}
