using k8s;
using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Conformance.Adapter;

/// <summary>A test of the supervisor's own way to the cluster, with a line that can be broken.</summary>
public abstract class AdapterTest(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    private KubernetesApi? adapter;

    /// <summary>The line between adapter and server.</summary>
    private protected BreakableLine Line { get; } = new();

    protected KubernetesApi Adapter => adapter!;

    protected KubernetesSettings Settings => new() { Kubeconfig = Cluster.Kubeconfig, Namespace = Namespace };

    protected TargetId Target => new(Namespace, "scratch", "scratch", TargetKind.Ost, 0);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ProductDefinitions.EnsureAsync(Api);
        var library = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Cluster.Kubeconfig), Line);
        adapter = new KubernetesApi(library, Settings, TimeProvider.System);
    }

    public override async ValueTask DisposeAsync()
    {
        adapter?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
