using LustreSupervisor.LocalCluster.Tests.Api;

namespace LustreSupervisor.LocalCluster.Tests.Controllers;

public sealed class FurnitureTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task Every_namespace_has_its_account_and_the_authority_and_gets_them_back()
    {
        await cluster.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"furnished"}}""");
        await HasAsync("/api/v1/namespaces/furnished/serviceaccounts/default", "default");
        await HasAsync("/api/v1/namespaces/furnished/configmaps/kube-root-ca.crt", "BEGIN CERTIFICATE");
        await cluster.SendAsync("DELETE", "/api/v1/namespaces/furnished/serviceaccounts/default");
        await HasAsync("/api/v1/namespaces/furnished/serviceaccounts/default", "default");
        const string Altered = """{"data":{"ca.crt":"mine"}}""";
        await cluster.SendAsync("PATCH", "/api/v1/namespaces/furnished/configmaps/kube-root-ca.crt", Altered, "application/merge-patch+json");
        await HasAsync("/api/v1/namespaces/furnished/configmaps/kube-root-ca.crt", "BEGIN CERTIFICATE");
        await cluster.SendAsync("DELETE", "/api/v1/namespaces/furnished");
        await Eventually.IsGoneAsync(cluster, "/api/v1/namespaces/furnished");
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default/services/kubernetes", "10.96.0.1")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical", "2000001000")]
    [InlineData("/apis/scheduling.k8s.io/v1/priorityclasses/system-cluster-critical", "2000000000")]
    [InlineData("/api/v1/namespaces/kube-node-lease/serviceaccounts/default", "default")]
    public Task A_new_cluster_has_what_its_own_parts_need(string path, string content) => HasAsync(path, content);

    private Task HasAsync(string path, string content) => Eventually.HoldsAsync(
        async () => (await cluster.SendAsync("GET", path)).Body.ToJsonString().Contains(content, StringComparison.Ordinal), $"{path} with {content}");
}
