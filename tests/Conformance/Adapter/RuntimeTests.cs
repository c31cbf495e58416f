using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Tests.Kubernetes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Conformance.Adapter;

/// <summary>The pods of servers: one a target, and only the right one is ever removed.</summary>
public sealed class RuntimeTests(ConformanceCluster cluster) : AdapterTest(cluster)
{
    private string Pod => Core("pods/scratch-ost0000");

    private PodRuntime Runtime => new(Adapter, new PodOptions(), null, null, NullLogger<PodRuntime>.Instance);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ServiceAccounts.AwaitDefaultAsync(Api, Namespace);
    }

    [Fact]
    public async Task A_second_pod_of_a_target_is_refused_by_the_cluster_itself()
    {
        var uid = await Runtime.CreateAsync(Order(1), Ct);
        Assert.Equal(uid, await Runtime.CreateAsync(Order(1), Ct));
        await Assert.ThrowsAsync<PodNameTakenException>(() => Runtime.CreateAsync(Order(2), Ct));
        Assert.Equal(uid, (await Api.GetAsync(Pod)).Uid);
    }

    [Fact]
    public async Task A_pod_is_seen_with_its_incarnation_until_it_is_gone()
    {
        await using var pods = new ChangeReader<PodFact>(
            new PodSource(Adapter, Settings, new InformerLimits(), TimeProvider.System, NullLogger<PodSource>.Instance), Ct);
        await pods.ExpectAsync("synced");
        var uid = await Runtime.CreateAsync(Order(1), Ct);
        await pods.ExpectAsync($"+{Namespace}~scratch-ost0000");
        Assert.Equal((uid, "no-such-node", Order(1).Incarnation), (pods.Fact!.Uid, pods.Fact.Node, pods.Fact.Incarnation));
        await Runtime.DeleteAsync(Target, uid, PodDeletion.AfterProofOfDeath, Ct);
        string next;
        do next = await pods.NextAsync();
        while (next != $"-{Namespace}~scratch-ost0000");
    }

    [Fact]
    public async Task Another_life_under_the_same_name_is_not_touched()
    {
        var uid = await Runtime.CreateAsync(Order(1), Ct);
        await Runtime.DeleteAsync(Target, Guid.NewGuid().ToString(), PodDeletion.AfterProofOfDeath, Ct);
        Assert.Equal(uid, (await Api.GetAsync(Pod)).Must(200).Uid);
        await Runtime.DeleteAsync(Target, uid, PodDeletion.AfterProofOfDeath, Ct);
        (await Api.GetAsync(Pod)).Must(404);
        await Runtime.DeleteAsync(Target, uid, PodDeletion.AfterProofOfDeath, Ct);
    }

    [Fact]
    public async Task A_pod_of_a_server_is_never_stopped_by_Kubernetes()
    {
        await Runtime.CreateAsync(Order(1), Ct);
        var pod = await Api.GetAsync(Pod);
        Assert.Equal(("Never", "Guaranteed"), (pod["spec", "restartPolicy"], pod["status", "qosClass"]));
        var tolerations = pod.At("spec", "tolerations")!.AsArray();
        foreach (var key in (string[])["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
            Assert.Contains(tolerations, found => $"{found!["key"]}" == key && found["tolerationSeconds"] is null && $"{found["effect"]}" is "NoExecute" or "");
        Assert.Null(pod.At("spec", "containers", "0", "livenessProbe"));
        Assert.Null(pod.At("metadata", "ownerReferences"));
    }

    [Fact]
    [Trait("Needs", "Embedded")]
    public async Task After_a_fence_the_dead_pods_object_is_removed_by_its_uid()
    {
        Cluster.RequireEmbedded();
        await using var own = await OwnCluster.StartAsync(1);
        using var adapter = Supervisor.Kubernetes.Client.KubernetesClients.Open(
            new Supervisor.Kubernetes.Client.KubernetesSettings { Kubeconfig = own.Cluster.Kubeconfig }, TimeProvider.System);
        var runtime = new PodRuntime(adapter, new PodOptions(), null, null, NullLogger<PodRuntime>.Instance);
        var target = new TargetId(own.Namespace, "scratch", "scratch", TargetKind.Ost, 0);
        await own.Cluster.MustAsync("node", "freeze", "node1");
        var uid = await runtime.CreateAsync(Order(1) with { Target = target, Node = "node1" }, Ct);
        var path = $"api/v1/namespaces/{own.Namespace}/pods/scratch-ost0000";
        await runtime.DeleteAsync(target, uid, PodDeletion.Graceful, Ct);
        Assert.NotEmpty((await own.Api.GetAsync(path)).Must(200)["metadata", "deletionTimestamp"]);
        await runtime.DeleteAsync(target, uid, PodDeletion.AfterProofOfDeath, Ct);
        (await own.Api.GetAsync(path)).Must(404);
    }

    /// <summary>Bound to a node that does not exist, so that nobody runs it.</summary>
    private PodOrder Order(int number) => new(
        Target, new IncarnationId(1, number, "aa"), "no-such-node", new DeviceRef("wwn-1", "/dev/sda", 1), "none", RuntimeKind.Pod, true, 300, null);
}
