using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Access;

/// <summary>A test with a service account and its token.</summary>
public abstract class AccessTest(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    protected string Account => $"system:serviceaccount:{Namespace}:robot";

    protected string Token { get; private set; } = "";

    /// <summary>The cluster as the service account sees it.</summary>
    protected ApiClient Robot { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (await Api.PostAsync(Core("serviceaccounts"), """{"metadata":{"name":"robot"}}""")).Must(201);
        Token = (await RequestTokenAsync("{}")).Must(201)["status", "token"];
        Robot = Cluster.As(Token);
    }

    public override async ValueTask DisposeAsync()
    {
        Robot?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<Answer> RequestTokenAsync(string spec) =>
        Api.PostAsync(Core("serviceaccounts/robot/token"), $$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{{spec}} }""");

    /// <summary>Allows the service account something in its namespace, and awaits that this is known.</summary>
    protected async Task AllowAsync(string name, string rule)
    {
        (await Api.PostAsync(Of(Rbac, "roles"), $$"""{"metadata":{"name":"{{name}}"},"rules":[{{rule}}]}""")).Must(201);
        (await Api.PostAsync(Of(Rbac, "rolebindings"), $$"""
            {"metadata":{"name":"{{name}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"{{name}}"},
            "subjects":[{"kind":"ServiceAccount","name":"robot","namespace":"{{Namespace}}"}]}
            """)).Must(201);
    }
}
