using k8s;
using LustreSupervisor.Conformance.Clusters;

[assembly: AssemblyFixture(typeof(ConformanceCluster))]

namespace LustreSupervisor.Conformance.Clusters;

/// <summary>
/// The cluster under test: the one that <c>KUBECONFIG</c> names, or an embedded one of three nodes and without a supervisor. The
/// tests must not be able to tell which, except where a trait <c>Needs</c> says so.
/// </summary>
public sealed class ConformanceCluster : IAsyncLifetime
{
    private EmbeddedCluster? embedded;

    /// <summary>Whether the cluster is ours to break: processes may be killed, nodes added.</summary>
    public bool IsEmbedded => embedded is not null;

    /// <summary>The kubeconfig, for kubectl and for clients of other identities.</summary>
    public string Kubeconfig { get; private set; } = "";

    /// <summary>The cluster as its administrator sees it.</summary>
    public ApiClient Api { get; private set; } = null!;

    /// <summary>The directory of the embedded cluster's state.</summary>
    internal EmbeddedCluster Embedded => embedded ?? throw new InvalidOperationException("The cluster is not embedded.");

    public async ValueTask InitializeAsync()
    {
        Kubeconfig = Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } given ? given : await StartAsync();
        Api = ApiClient.Of(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig));
    }

    /// <summary>The cluster as the bearer of a token sees it.</summary>
    public ApiClient As(string token)
    {
        var given = KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);
        return ApiClient.Of(new KubernetesClientConfiguration
        {
            Host = given.Host, SslCaCerts = given.SslCaCerts, SkipTlsVerify = given.SkipTlsVerify, AccessToken = token,
        });
    }

    /// <summary>Ends a test here that needs processes to kill or nodes to add.</summary>
    public void RequireEmbedded() => Assert.SkipUnless(IsEmbedded, "needs a cluster whose processes may be killed: the embedded one");

    /// <summary>Ends a test here that needs several nodes.</summary>
    public async Task RequireNodesAsync(int count)
    {
        var nodes = (await Api.GetAsync("api/v1/nodes")).Items.Count;
        Assert.SkipUnless(nodes >= count, $"needs {count} nodes; this cluster has {nodes}");
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (embedded is not null) await embedded.DisposeAsync();
    }

    private async Task<string> StartAsync()
    {
        embedded = await EmbeddedCluster.StartAsync();
        return embedded.Kubeconfig;
    }
}
