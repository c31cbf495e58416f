using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Agents.Certificates;
using LustreSupervisor.Supervisor.Kubernetes.Secrets;
using LustreSupervisor.Supervisor.Tests.Kubernetes;

namespace LustreSupervisor.Supervisor.Tests.Agents;

public sealed class AgentSecretsTests
{
    private const string Authority = "/api/v1/namespaces/lustre/secrets/" + AgentSecrets.AuthoritySecret;
    private const string OfPods = "/api/v1/namespaces/hpc/secrets/" + AgentSecrets.AgentSecret;

    private readonly Dictionary<string, string> stored = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_authority_is_made_once_and_read_ever_after()
    {
        await using var api = await StartAsync();
        using var secrets = new AgentSecrets(api.Client, TimeProvider.System);

        using var first = await secrets.OpenAuthorityAsync("lustre", Token);
        using var second = await secrets.OpenAuthorityAsync("lustre", Token);

        Assert.Equal(first.Authority.Thumbprint, second.Authority.Thumbprint);
        Assert.Single(api.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task Who_comes_second_takes_the_others_authority()
    {
        await using var api = await StartAsync();
        using var others = AgentAuthority.Create(TimeProvider.System);
        var (certificate, key) = others.ToPem();
        var serve = api.Answer;
        api.Answer = request =>
        {
            if (request.Method != "POST")
                return serve(request);
            stored[Authority] = Secret(("tls.crt", certificate), ("tls.key", key));
            return FakeAnswer.Refusal(409, "AlreadyExists");
        };
        using var secrets = new AgentSecrets(api.Client, TimeProvider.System);

        using var mine = await secrets.OpenAuthorityAsync("lustre", Token);

        Assert.Equal(others.Authority.Thumbprint, mine.Authority.Thumbprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    public async Task A_damaged_authority_is_never_replaced_silently(string certificate)
    {
        await using var api = await StartAsync();
        stored[Authority] = Secret(("tls.crt", certificate), ("tls.key", ""));
        using var secrets = new AgentSecrets(api.Client, TimeProvider.System);

        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => secrets.OpenAuthorityAsync("lustre", Token));

        Assert.Contains("Secret lustre/" + AgentSecrets.AuthoritySecret, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, r => r.Method != "GET");
    }

    [Fact]
    public async Task Pods_get_a_certificate_of_the_authority_and_a_strangers_is_replaced()
    {
        await using var api = await StartAsync();
        using var authority = AgentAuthority.Create(TimeProvider.System);
        using var stranger = AgentAuthority.Create(TimeProvider.System);
        stored[OfPods] = Secret(("tls.crt", stranger.IssueForAgents("hpc").Certificate));
        using var secrets = new AgentSecrets(api.Client, TimeProvider.System);

        await secrets.EnsureForAgentsAsync("hpc", authority, Token);
        await secrets.EnsureForAgentsAsync("hpc", authority, Token);

        var written = JsonNode.Parse(stored[OfPods])!["data"]!;
        Assert.True(authority.IsGoodForAgents("hpc", Text(written["ca.crt"]), Text(written["tls.crt"]), Text(written["tls.key"])));
        Assert.Contains("PRIVATE KEY", Text(written["tls.key"]), StringComparison.Ordinal);
        Assert.Equal(authority.Authority.ExportCertificatePem(), Text(written["ca.crt"]));
        Assert.Single(api.Requests, r => r.Method == "PATCH");
    }

    [Fact]
    public async Task The_authoritys_key_never_reaches_the_namespace_of_pods()
    {
        await using var api = await StartAsync();
        using var secrets = new AgentSecrets(api.Client, TimeProvider.System);
        using var authority = await secrets.OpenAuthorityAsync("lustre", Token);
        var key = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority.ToPem().Key));

        await secrets.EnsureForAgentsAsync("hpc", authority, Token);

        Assert.Contains(key, stored[Authority], StringComparison.Ordinal);
        Assert.DoesNotContain(key, stored[OfPods], StringComparison.Ordinal);
    }

    private async Task<FakeApi> StartAsync()
    {
        var api = await FakeApi.StartAsync(Token);
        api.Answer = request =>
        {
            if (request.Method == "GET")
                return stored.TryGetValue(request.Path, out var secret) ? new FakeAnswer(200, secret) : FakeAnswer.Refusal(404, "NotFound");
            var path = request.Method == "POST" ? $"{request.Path}/{JsonNode.Parse(request.Body)!["metadata"]!["name"]}" : request.Path;
            stored[path] = request.Body;
            return new FakeAnswer(request.Method == "POST" ? 201 : 200, request.Body);
        };
        return api;
    }

    private static string Secret(params (string Key, string Value)[] entries)
    {
        var data = new JsonObject();
        foreach (var (key, value) in entries)
            data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value));
        return new JsonObject { ["kind"] = "Secret", ["data"] = data }.ToJsonString();
    }

    private static string Text(JsonNode? value) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)value!));
}
