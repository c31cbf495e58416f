using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

namespace LustreSupervisor.LocalCluster.Api.Security.Reviews;

/// <summary>Who somebody is: <c>TokenReview</c> for a token, <c>SelfSubjectReview</c> for oneself (<c>kubectl auth whoami</c>).</summary>
internal sealed class TokenReviews(TokenFiles files, ServiceAccountTokens accounts)
{
    public async Task ReviewTokenAsync(ApiRequest request)
    {
        var body = await ReviewBody.ReadAsync(request);
        var token = body.TextAt("spec", "token") ?? "";
        if (token.Length == 0) throw Errors.BadRequest("token is required for TokenReview in authentication");
        List<string> asked = [.. body.Child("spec").Items("audiences")?.Select(a => a.Text()).OfType<string>() ?? []];
        await ReviewBody.AnswerAsync(request, body, Status(token, asked));
    }

    public static async Task ReviewSelfAsync(ApiRequest request) =>
        await ReviewBody.AnswerAsync(request, await ReviewBody.ReadAsync(request), new JsonObject { ["userInfo"] = request.User.ToJson() });

    private JsonObject Status(string token, List<string> asked)
    {
        IReadOnlyList<string> audiences = asked.Count > 0 ? asked : [ServiceAccountTokens.Issuer];
        var accepted = JsonWebToken.Looks(token) ? accounts.Find(token, audiences)
            : audiences.Contains(ServiceAccountTokens.Issuer) && files.Find(token) is { } user ? new AcceptedToken(user, [ServiceAccountTokens.Issuer]) : null;
        if (accepted is null) return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        return new JsonObject
        {
            ["authenticated"] = true,
            ["user"] = accepted.User.ToJson(),
            ["audiences"] = new JsonArray([.. accepted.Audiences.Select(a => (JsonNode)a)]),
        };
    }
}
