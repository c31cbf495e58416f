using System.Text.Json.Nodes;
using k8s.Models;
using k8s;

namespace LustreSupervisor.LocalCluster.Tests.Api.Security;

/// <summary>Questions about who somebody is and what he may do.</summary>
public sealed class ReviewTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Authorization = "/apis/authorization.k8s.io/v1";
    private const string Authentication = "/apis/authentication.k8s.io/v1";

    [Fact]
    public async Task Access_of_anybody_can_be_asked_for_with_the_reason()
    {
        var (code, answer) = await AskAsync(
            "subjectaccessreviews", """{"spec":{"groups":["system:authenticated"],"nonResourceAttributes":{"verb":"get","path":"/apis/apps"}}}""");
        Assert.Equal(201, code);
        Assert.True((bool?)answer["status"]!["allowed"]);
        Assert.Equal(
            "RBAC: allowed by ClusterRoleBinding \"system:discovery\" of ClusterRole \"system:discovery\" to Group \"system:authenticated\"",
            (string?)answer["status"]!["reason"]);
        (_, answer) = await AskAsync("subjectaccessreviews", """{"spec":{"user":"joe","resourceAttributes":{"verb":"get","resource":"pods"}}}""");
        Assert.False((bool?)answer["status"]!["allowed"]);
    }

    [Theory]
    [InlineData("subjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"get"}}}""", "spec.user: Required value: at least one of user or group must be specified")]
    [InlineData("subjectaccessreviews", """{"spec":{"user":"joe"}}""", "exactly one of nonResourceAttributes or resourceAttributes must be specified")]
    [InlineData("selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{},"nonResourceAttributes":{}}}""", "cannot be specified in combination with resourceAttributes")]
    public async Task A_question_that_makes_no_sense_is_invalid(string kind, string body, string expected)
    {
        var (code, status) = await AskAsync(kind, body);
        Assert.Equal(422, code);
        Assert.Contains(expected, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_question_stays_in_its_namespace()
    {
        var path = $"{Authorization}/namespaces/default/localsubjectaccessreviews";
        const string Other = """{"spec":{"user":"joe","resourceAttributes":{"verb":"get","resource":"pods","namespace":"other"}}}""";
        Assert.Equal(422, (await cluster.SendAsync("POST", path, Other)).Code);
        Assert.Equal(201, (await cluster.SendAsync("POST", path, Other.Replace("other", "default", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public async Task One_can_ask_about_oneself()
    {
        var (_, self) = await cluster.SendAsync("POST", $"{Authentication}/selfsubjectreviews", "{}");
        Assert.Equal("kubernetes-admin", (string?)self["status"]!["userInfo"]!["username"]);
        var (_, access) = await AskAsync("selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"delete","resource":"nodes"}}}""");
        Assert.True((bool?)access["status"]!["allowed"]);
        var (_, rules) = await cluster.SendAsync("POST", $"{Authorization}/selfsubjectrulesreviews", """{"spec":{"namespace":"default"}}""", asUser: "joe");
        Assert.Contains(rules["status"]!["resourceRules"]!.AsArray(), r => r!["resources"]!.AsArray().Any(k => (string?)k == "selfsubjectaccessreviews"));
        Assert.False((bool?)rules["status"]!["incomplete"]);
    }

    [Fact]
    public async Task A_token_can_be_reviewed()
    {
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"reviewed"}}""");
        var (_, given) = await cluster.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts/reviewed/token", """{"spec":{"audiences":["vault"]}}""");
        var token = (string)given["status"]!["token"]!;
        var good = await ReviewAsync(token, "vault");
        Assert.Equal("system:serviceaccount:default:reviewed", (string?)good["user"]!["username"]);
        Assert.Equal(["vault"], good["audiences"]!.AsArray().Select(a => (string?)a));
        Assert.Null((await ReviewAsync(token, "other"))["authenticated"]);
        Assert.Null((await ReviewAsync("nonsense", "vault"))["authenticated"]);
    }

    [Fact]
    public async Task A_Secret_for_an_account_is_filled_and_works_until_it_goes()
    {
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"old"}}""");
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/secrets", """
            {"metadata":{"name":"old-token","annotations":{"kubernetes.io/service-account.name":"old"}},"type":"kubernetes.io/service-account-token"}
            """);
        V1Secret? secret = null;
        await Eventually.HoldsAsync(
            async () => (secret = await cluster.Client.CoreV1.ReadNamespacedSecretAsync("old-token", "default", cancellationToken: TestCluster.Ct)).Data?.ContainsKey("token") == true,
            "the Secret is filled");
        Assert.Equal("default", System.Text.Encoding.UTF8.GetString(secret!.Data["namespace"]));
        var bearer = "Bearer " + System.Text.Encoding.UTF8.GetString(secret.Data["token"]);
        Assert.Equal(200, (await cluster.SendAsync("GET", "/apis", authorization: bearer)).Code);
        await cluster.SendAsync("DELETE", "/api/v1/namespaces/default/serviceaccounts/old");
        Assert.Equal(401, (await cluster.SendAsync("GET", "/apis", authorization: bearer)).Code);
        await Eventually.IsGoneAsync(cluster, "/api/v1/namespaces/default/secrets/old-token");
    }

    private Task<(int Code, JsonObject Body)> AskAsync(string kind, string body) => cluster.SendAsync("POST", $"{Authorization}/{kind}", body);

    private async Task<JsonNode> ReviewAsync(string token, string audience)
    {
        var spec = new JsonObject { ["token"] = token, ["audiences"] = new JsonArray(audience) };
        return (await cluster.SendAsync("POST", $"{Authentication}/tokenreviews", new JsonObject { ["spec"] = spec }.ToJsonString())).Body["status"]!;
    }
}
