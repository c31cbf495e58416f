using LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

namespace LustreSupervisor.LocalCluster.Api.Security.Identities;

/// <summary>Finds out who makes a request, by its bearer token.</summary>
internal sealed class Authenticator(TokenFiles files, ServiceAccountTokens accounts)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whose <c>Authorization</c> header it is, or null when it proves nothing.</summary>
    public UserInfo? Authenticate(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = authorization[Scheme.Length..].Trim();
        return token.Length == 0 ? null : Find(token);
    }

    /// <summary>Whose token it is, or null. Tokens for other audiences than this server are not accepted.</summary>
    public UserInfo? Find(string token) =>
        JsonWebToken.Looks(token) ? accounts.Find(token, [ServiceAccountTokens.Issuer])?.User : files.Find(token);
}
