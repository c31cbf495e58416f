using k8s;

namespace LustreSupervisor.Conformance.Clusters;

/// <summary>An embedded cluster for one test, to break as it likes.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private OwnCluster(EmbeddedCluster cluster) => Cluster = cluster;

    public EmbeddedCluster Cluster { get; }

    public ApiClient Api { get; private set; } = null!;

    public string Namespace { get; } = "own";

    public static async Task<OwnCluster> StartAsync(int nodes)
    {
        var own = new OwnCluster(await EmbeddedCluster.StartAsync(nodes));
        own.Api = ApiClient.Of(KubernetesClientConfiguration.BuildConfigFromConfigFile(own.Cluster.Kubeconfig));
        (await own.Api.PostAsync("api/v1/namespaces", """{"metadata":{"name":"own"}}""")).Must(201);
        await ServiceAccounts.AwaitDefaultAsync(own.Api, own.Namespace);
        return own;
    }

    public Task<Answer> UntilAsync(string path, Func<Answer, bool> holds, string what) => Eventually.IsAsync(Api, path, holds, what);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Cluster.DisposeAsync();
    }
}
