using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Conformance.Pods;

namespace LustreSupervisor.Conformance.Nodes;

/// <summary>What every node tells of itself.</summary>
public sealed class NodeTests(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    [Fact]
    public async Task A_node_names_its_machine_its_boot_and_its_health()
    {
        foreach (var item in (await Api.GetAsync("api/v1/nodes")).Must(200).Items)
        {
            var node = await Api.GetAsync($"api/v1/nodes/{item!["metadata"]!["name"]}");
            Assert.NotEmpty(node["status", "nodeInfo", "bootID"]);
            Assert.NotEmpty(node["status", "nodeInfo", "systemUUID"]);
            Assert.StartsWith("v1.", node["status", "nodeInfo", "kubeletVersion"], StringComparison.Ordinal);
            var conditions = node.At("status", "conditions")!.AsArray().ToDictionary(found => $"{found!["type"]}", found => $"{found!["status"]}");
            Assert.Equal(("True", "False", "False", "False"), (conditions["Ready"], conditions["MemoryPressure"], conditions["DiskPressure"], conditions["PIDPressure"]));
            Assert.NotEmpty(node["status", "allocatable", "pods"]);
        }
    }

    [Fact]
    public async Task A_node_renews_its_lease()
    {
        var node = $"{(await Api.GetAsync("api/v1/nodes")).Items[0]!["metadata"]!["name"]}";
        var path = $"apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{node}";
        var first = (await Api.GetAsync(path)).Must(200);
        Assert.Equal(node, first["spec", "holderIdentity"]);
        await UntilAsync(path, lease => lease["spec", "renewTime"] != first["spec", "renewTime"], "renewed");
    }
}

/// <summary>Nodes that fall silent, die, reboot and go: only where that is ours to do.</summary>
[Trait("Needs", "Embedded")]
public sealed class LostNodeTests(ConformanceCluster cluster) : PodTest(cluster)
{
    private const string Forever = "\"tolerations\":[{\"operator\":\"Exists\"}],";

    [Fact]
    public async Task A_silent_node_is_unknown_its_pods_wait_and_the_tolerant_stay()
    {
        Cluster.RequireEmbedded();
        await using var own = await OwnAsync();
        var (api, ns) = (own.Api, own.Namespace);
        await api.PostAsync($"api/v1/namespaces/{ns}/pods", Pod("patient", "sleep 600", spec: $"\"nodeName\":\"node2\",{Forever}"));
        await api.PostAsync($"api/v1/namespaces/{ns}/pods", Pod("hasty", "sleep 600", spec: "\"nodeName\":\"node2\"," +
            "\"tolerations\":[{\"key\":\"node.kubernetes.io/unreachable\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":1}],"));
        await own.UntilAsync($"api/v1/namespaces/{ns}/pods/hasty", pod => Condition(pod, "Ready") == "True", "ready");
        await own.Cluster.MustAsync("node", "freeze", "node2");
        var lost = await own.UntilAsync("api/v1/nodes/node2", node => Condition(node, "Ready") == "Unknown", "unknown");
        Assert.Contains("node.kubernetes.io/unreachable", lost.At("spec", "taints")!.ToJsonString(), StringComparison.Ordinal);
        await own.UntilAsync($"api/v1/namespaces/{ns}/pods/hasty", pod => pod["metadata", "deletionTimestamp"].Length > 0, "being evicted");
        var patient = await own.UntilAsync($"api/v1/namespaces/{ns}/pods/patient", pod => Condition(pod, "Ready") == "False", "not ready");
        Assert.Empty(patient["metadata", "deletionTimestamp"]);
        await own.Cluster.MustAsync("node", "thaw", "node2");
        await own.UntilAsync("api/v1/nodes/node2", node => Condition(node, "Ready") == "True" && node.At("spec", "taints") is null, "ready again");
        await own.UntilAsync($"api/v1/namespaces/{ns}/pods/hasty", pod => pod.Code == 404, "gone");
        Assert.Equal("True", Condition(await own.UntilAsync($"api/v1/namespaces/{ns}/pods/patient", pod => Condition(pod, "Ready") == "True", "ready"), "Ready"));
    }

    [Fact]
    public async Task After_a_reboot_the_boot_is_another_and_old_pods_are_over()
    {
        Cluster.RequireEmbedded();
        await using var own = await OwnAsync();
        var before = await own.Api.GetAsync("api/v1/nodes/node2");
        var pod = $"api/v1/namespaces/{own.Namespace}/pods/p";
        await own.Api.PostAsync($"api/v1/namespaces/{own.Namespace}/pods", Pod("p", "sleep 600", spec: "\"restartPolicy\":\"Never\",\"nodeName\":\"node2\","));
        await own.UntilAsync(pod, found => Condition(found, "Ready") == "True", "ready");
        await own.Cluster.MustAsync("node", "reboot", "node2");
        await own.UntilAsync(pod, found => found["status", "phase"] == "Failed", "over");
        var after = await own.UntilAsync("api/v1/nodes/node2", node => node["status", "nodeInfo", "bootID"] != before["status", "nodeInfo", "bootID"], "booted");
        Assert.Equal(before["status", "nodeInfo", "systemUUID"], after["status", "nodeInfo", "systemUUID"]);
    }

    [Fact]
    public async Task Nodes_come_and_go_and_pods_of_the_gone_are_collected()
    {
        Cluster.RequireEmbedded();
        await using var own = await OwnAsync();
        await own.Cluster.MustAsync("node", "add");
        await own.UntilAsync("api/v1/nodes/node3", node => Condition(node, "Ready") == "True", "ready");
        await own.Api.PostAsync($"api/v1/namespaces/{own.Namespace}/pods", Pod("p", "sleep 600", spec: $"\"nodeName\":\"node3\",{Forever}"));
        await own.UntilAsync($"api/v1/namespaces/{own.Namespace}/pods/p", pod => Condition(pod, "Ready") == "True", "ready");
        await own.Cluster.MustAsync("node", "remove", "node3");
        await own.UntilAsync("api/v1/nodes/node3", node => node.Code == 404, "gone");
        await own.UntilAsync($"api/v1/namespaces/{own.Namespace}/pods/p", pod => pod.Code == 404, "collected");
    }

    /// <summary>A cluster for this test alone: other tests must not lose their nodes.</summary>
    private static Task<OwnCluster> OwnAsync() => OwnCluster.StartAsync(2);
}
