using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace LustreSupervisor.LocalCluster.Tests.Api.Security;

/// <summary>Tokens of service accounts: how they are had, what they say, when they end.</summary>
public sealed class ServiceAccountTokenTests : IAsyncLifetime
{
    private const string Accounts = "/api/v1/namespaces/default/serviceaccounts";

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly TestCluster cluster;

    public ServiceAccountTokenTests() => cluster = new TestCluster { Clock = clock };

    public async ValueTask InitializeAsync()
    {
        await cluster.StartAsync();
        await CreateAccountAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_token_says_who_it_is_and_gets_in()
    {
        var pod = await cluster.Client.CoreV1.CreateNamespacedPodAsync(Pod("bound"), "default", cancellationToken: TestCluster.Ct);
        var (code, answer) = await RequestAsync(Bound("bound", pod.Uid()));
        Assert.Equal(201, code);
        var claims = Claims(Token(answer));
        Assert.Equal("system:serviceaccount:default:robot", (string?)claims["sub"]);
        Assert.Equal("https://kubernetes.default.svc.cluster.local", (string?)claims["iss"]);
        Assert.Equal(pod.Uid(), (string?)claims["kubernetes.io"]!["pod"]!["uid"]);
        Assert.Equal(3600, (long?)claims["exp"] - (long?)claims["iat"]);
        Assert.Equal(200, await UseAsync(Token(answer)));
    }

    [Fact]
    public async Task A_token_ends_with_its_time()
    {
        var (_, answer) = await RequestAsync("""{"spec":{"expirationSeconds":600}}""");
        clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(200, await UseAsync(Token(answer)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await UseAsync(Token(answer)));
    }

    [Fact]
    public async Task A_token_ends_with_its_account_even_if_another_takes_its_name()
    {
        var (_, answer) = await RequestAsync("{}");
        await cluster.SendAsync("DELETE", Accounts + "/robot");
        Assert.Equal(401, await UseAsync(Token(answer)));
        await CreateAccountAsync();
        Assert.Equal(401, await UseAsync(Token(answer)));
    }

    [Fact]
    public async Task A_token_ends_with_the_pod_that_it_is_bound_to()
    {
        var pod = await cluster.Client.CoreV1.CreateNamespacedPodAsync(Pod("short"), "default", cancellationToken: TestCluster.Ct);
        var (_, answer) = await RequestAsync(Bound("short", pod.Uid()));
        Assert.Equal(200, await UseAsync(Token(answer)));
        await cluster.Client.CoreV1.DeleteNamespacedPodAsync("short", "default", gracePeriodSeconds: 0, cancellationToken: TestCluster.Ct);
        Assert.Equal(401, await UseAsync(Token(answer)));
    }

    [Fact]
    public async Task A_token_for_others_does_not_get_in()
    {
        var (code, answer) = await RequestAsync("""{"spec":{"audiences":["vault"]}}""");
        Assert.Equal(201, code);
        Assert.Equal(401, await UseAsync(Token(answer)));
    }

    [Theory]
    [InlineData("""{"spec":{"expirationSeconds":10}}""", 422, "spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","name":"none"}}}""", 404, "pods \"none\" not found")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"ConfigMap","name":"x"}}}""", 400, "cannot bind token")]
    [InlineData("""{"kind":"Pod"}""", 400, "does not match the expected kind")]
    public async Task A_wrong_request_is_refused(string body, int code, string expected)
    {
        var (given, status) = await RequestAsync(body);
        Assert.Equal(code, given);
        Assert.Contains(expected, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_of_another_account_or_another_life_cannot_be_bound()
    {
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod("other"), "default", cancellationToken: TestCluster.Ct);
        Assert.Equal(400, (await RequestAsync(Bound("other", ""))).Code);
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(Pod("mine"), "default", cancellationToken: TestCluster.Ct);
        Assert.Equal(409, (await RequestAsync(Bound("mine", Guid.NewGuid().ToString()))).Code);
    }

    private static V1Pod Pod(string name)
    {
        var pod = Samples.Pod(name);
        pod.Spec.ServiceAccountName = "robot";
        return pod;
    }

    private static string Bound(string pod, string uid) => new JsonObject
    {
        ["spec"] = new JsonObject { ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["name"] = pod, ["uid"] = uid } },
    }.ToJsonString();

    private static string Token(JsonObject answer) => (string)answer["status"]!["token"]!;

    private static JsonNode Claims(string token) =>
        JsonNode.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])))!;

    private async Task CreateAccountAsync() => await cluster.Client.CoreV1.CreateNamespacedServiceAccountAsync(
        new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "robot" } }, "default", cancellationToken: TestCluster.Ct);

    private Task<(int Code, JsonObject Body)> RequestAsync(string body) => cluster.SendAsync("POST", Accounts + "/robot/token", body);

    /// <summary>Discovery is open to everybody who has a good token.</summary>
    private async Task<int> UseAsync(string token) => (await cluster.SendAsync("GET", "/apis", authorization: "Bearer " + token)).Code;
}
