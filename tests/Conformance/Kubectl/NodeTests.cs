using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Kubectl;

/// <summary>The kubectl that takes nodes out of service. Other people's nodes are left alone.</summary>
[Trait("Needs", "Embedded")]
public sealed class NodeTests(ConformanceCluster cluster) : KubectlTest(cluster)
{
    [Theory, MemberData(nameof(Each))]
    public async Task It_taints_and_untaints(string which)
    {
        Cluster.RequireEmbedded();
        await UseAsync(which);
        var key = $"example.org/{Namespace}";
        await SayAsync($"taint node node3 {key}=x:PreferNoSchedule");
        Assert.Contains(key, (await Api.GetAsync("api/v1/nodes/node3")).At("spec", "taints")!.ToJsonString(), StringComparison.Ordinal);
        await SayAsync($"taint node node3 {key}-");
        Assert.DoesNotContain(key, (await Api.GetAsync("api/v1/nodes/node3")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_cordons_drains_and_respects_budgets(string which)
    {
        Cluster.RequireEmbedded();
        await UseAsync(which);
        await RunAsync(Pod("p", "sleep 600", metadata: "\"labels\":{\"app\":\"a\"},", spec: "\"nodeSelector\":{\"kubernetes.io/hostname\":\"node3\"},"));
        await UntilPhaseAsync("p", "Running");
        // Not by `kubectl create`: 1.20 knows only the version of the kind that no server has served since 1.25.
        await SayAsync("apply -f -", "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 1, selector: {matchLabels: {app: a}}}\n");
        await UntilAsync(Of("policy/v1", "poddisruptionbudgets/b"), budget => budget["status", "currentHealthy"] == "1", "counted");
        try
        {
            await SayAsync("cordon node3");
            Assert.Contains(Rows(await SayAsync("get node node3")), row => row[1] == "Ready,SchedulingDisabled");
            var held = await TryAsync(["drain", "node3", "--force", "--pod-selector=app=a", "--timeout=2s"]);
            Assert.True(held.ExitCode == 1 && held.Said.Contains("would violate the pod's disruption budget", StringComparison.Ordinal), held.Said);
            await SayAsync("delete poddisruptionbudget b");
            Assert.Matches("node/node3 (drained|evicted)", await SayAsync("drain node3 --force --pod-selector=app=a --timeout=60s"));
            Assert.Equal(404, (await Api.GetAsync(Core("pods/p"))).Code);
        }
        finally
        {
            await SayAsync("uncordon node3");
        }

        Assert.Contains(Rows(await SayAsync("get node node3")), row => row[1] == "Ready");
    }
}
