using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security.Authorization;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Api.Security.Reviews;
using LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;
using LustreSupervisor.LocalCluster.Api.Store;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Security;

/// <summary>Who may do what: identities, roles and reviews, put together for one server.</summary>
internal sealed class AccessControl : IDisposable
{
    /// <summary>What may be asked without a token, by the role <c>system:public-info-viewer</c>.</summary>
    private static readonly string[] OpenPaths = ["/livez", "/readyz", "/healthz", "/version"];

    private readonly ObjectStore store;
    private readonly TokenFiles files;
    private readonly TokenKey key;
    private readonly ServiceAccountTokens accounts;
    private readonly RoleBook book = new();
    private readonly Authenticator authenticator;
    private readonly Authorizer authorizer;
    private readonly Impersonation impersonation;
    private readonly WriteGuard guard;

    /// <summary>Opens the keys and tokens of a directory, and takes up the roles that are stored.</summary>
    /// <exception cref="InvalidDataException">The signing key is damaged.</exception>
    public AccessControl(string directory, ObjectStore store, TimeProvider clock)
    {
        this.store = store;
        files = TokenFiles.Open(directory);
        key = TokenKey.Open(directory);
        accounts = new ServiceAccountTokens(key, store, clock);
        book.Load(store);
        authenticator = new Authenticator(files, accounts);
        authorizer = new Authorizer(new NodeAuthorizer(store), new RbacAuthorizer(book));
        impersonation = new Impersonation(authorizer);
        guard = new WriteGuard(authorizer, book);
    }

    /// <summary>The administrator's token.</summary>
    public string AdminToken => files.Admin;

    /// <summary>Follows roles and bindings. Called under the store's lock.</summary>
    public void Follow(Change change) => book.Follow(change);

    /// <summary>The controllers that keep roles and token Secrets.</summary>
    public (RoleKeeper Roles, LegacySecretKeeper Secrets) Keepers(ClusterWriter writer, string authority) =>
        (new RoleKeeper(store, writer), new LegacySecretKeeper(store, writer, accounts, authority));

    /// <summary>Adds what answers reviews and token requests.</summary>
    public SpecialEndpoints AddTo(SpecialEndpoints special)
    {
        var tokens = new TokenReviews(files, accounts);
        var access = new AccessReviews(authorizer);
        return special
            .Add(ServedKinds.ServiceAccounts, "token", new TokenRequestEndpoint(store, accounts).CreateAsync)
            .Add(ReviewKinds.Tokens, "", tokens.ReviewTokenAsync)
            .Add(ReviewKinds.Self, "", TokenReviews.ReviewSelfAsync)
            .Add(ReviewKinds.Access, "", access.ReviewAsync)
            .Add(ReviewKinds.LocalAccess, "", access.ReviewLocalAsync)
            .Add(ReviewKinds.SelfAccess, "", access.ReviewSelfAsync)
            .Add(ReviewKinds.SelfRules, "", new RulesReviews(book).ReviewAsync);
    }

    /// <summary>Lets a request in, or not.</summary>
    /// <exception cref="StatusException">401: nobody knows who it is; 403: he may not.</exception>
    public Caller Admit(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var isOpen = authorization.Length == 0 && OpenPaths.Contains(request.Path.Value);
        var user = isOpen ? UserInfo.Anonymous : authenticator.Authenticate(authorization) ?? throw Errors.Unauthorized();
        var access = AccessRequest.Of(request, impersonation.Apply(request.Headers, user));
        authorizer.Check(access);
        return new Caller(access, guard);
    }

    public void Dispose() => key.Dispose();
}
