using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Access;

/// <summary>Who somebody is: the tokens of service accounts, given out, reviewed and withdrawn.</summary>
public sealed class IdentityTests(ConformanceCluster cluster) : AccessTest(cluster)
{
    private const string Reviews = "apis/authentication.k8s.io/v1/tokenreviews";

    [Fact]
    public async Task A_bad_token_is_nobody()
    {
        using var nobody = Cluster.As("no-such-token");
        var refused = (await nobody.GetAsync("api/v1/namespaces")).MustFail(401, "Unauthorized");
        Assert.Equal("Unauthorized", refused.Message);
        using var forged = Cluster.As(Token[..^6] + "AAAAAA");
        (await forged.GetAsync("api/v1/namespaces")).MustFail(401, "Unauthorized");
    }

    [Fact]
    public async Task A_token_says_whose_it_is_and_how_long()
    {
        var claims = JsonNode.Parse(Decode(Token.Split('.')[1]))!;
        Assert.Equal(Account, $"{claims["sub"]}");
        Assert.Equal("robot", $"{claims["kubernetes.io"]!["serviceaccount"]!["name"]}");
        Assert.True(claims["exp"]!.GetValue<long>() > claims["iat"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_review_tells_the_user_behind_a_token()
    {
        var review = (await Api.PostAsync(Reviews, $$"""{"spec":{"token":"{{Token}}"} }""")).Must(201);
        Assert.Equal(("true", Account), (review["status", "authenticated"], review["status", "user", "username"]));
        var groups = review.At("status", "user", "groups")!.AsArray().Select(group => $"{group}").ToList();
        Assert.Superset(new HashSet<string> { "system:serviceaccounts", $"system:serviceaccounts:{Namespace}", "system:authenticated" }, groups.ToHashSet());
        var unknown = (await Api.PostAsync(Reviews, """{"spec":{"token":"nonsense"}}""")).Must(201);
        Assert.NotEqual("true", unknown["status", "authenticated"]);
    }

    [Fact]
    public async Task A_token_for_another_audience_opens_nothing_here()
    {
        var foreign = (await RequestTokenAsync("""{"audiences":["elsewhere"]}""")).Must(201)["status", "token"];
        using var client = Cluster.As(foreign);
        (await client.GetAsync(Maps)).MustFail(401, "Unauthorized");
        var review = (await Api.PostAsync(Reviews, $$"""{"spec":{"token":"{{foreign}}","audiences":["elsewhere"]} }""")).Must(201);
        Assert.Equal("true", review["status", "authenticated"]);
    }

    [Fact]
    public async Task A_token_ends_with_its_service_account()
    {
        var before = await Robot.PostAsync("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}""");
        before.Must(201);
        await Api.DeleteAsync(Core("serviceaccounts/robot"));
        // Real servers cache a token's verdict for some seconds.
        await UntilAsync("the token refused", async () => (await Robot.GetAsync(Maps)).Code == 401);
    }

    [Fact]
    public async Task A_short_life_is_refused() =>
        (await RequestTokenAsync("""{"expirationSeconds":1}""")).MustFail(422, "Invalid");

    [Fact]
    public async Task Everybody_can_ask_who_they_are()
    {
        var self = (await Robot.PostAsync("apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Must(201);
        Assert.Equal(Account, self["status", "userInfo", "username"]);
    }

    private static string Decode(string part)
    {
        var padded = part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '=');
        return Encoding.UTF8.GetString(Convert.FromBase64String(padded));
    }
}
