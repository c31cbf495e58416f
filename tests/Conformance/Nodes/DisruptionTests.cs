using System.Globalization;
using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Conformance.Pods;

namespace LustreSupervisor.Conformance.Nodes;

/// <summary>Eviction asks the disruption budgets first.</summary>
public sealed class DisruptionTests(ConformanceCluster cluster) : PodTest(cluster)
{
    private const string Labels = "\"labels\":{\"app\":\"a\"},";

    private string Budget => Of("policy/v1", "poddisruptionbudgets/b");

    [Fact]
    public async Task A_budget_counts_what_is_healthy()
    {
        await BudgetAsync("\"minAvailable\":1");
        await RunAsync(Pod("p", "sleep 600", metadata: Labels));
        var counted = await UntilAsync(Budget, budget => budget["status", "currentHealthy"] == "1", "one healthy");
        Assert.Equal(("0", "1"), (counted["status", "disruptionsAllowed"], counted["status", "desiredHealthy"]));
        await RunAsync(Pod("q", "sleep 600", metadata: Labels));
        await UntilAsync(Budget, budget => budget["status", "disruptionsAllowed"] == "1", "one may go");
    }

    [Fact]
    public async Task What_is_needed_stays_and_what_is_spare_goes()
    {
        await BudgetAsync("\"minAvailable\":1");
        await RunAsync(Pod("p", "sleep 600", metadata: Labels));
        await UntilAsync(Budget, budget => budget["status", "currentHealthy"] == "1", "one healthy");
        var refused = (await EvictAsync("p")).MustFail(429, "TooManyRequests");
        Assert.Equal("Cannot evict pod as it would violate the pod's disruption budget.", refused.Message);
        Assert.Equal("DisruptionBudget", refused["details", "causes", "0", "reason"]);
        await RunAsync(Pod("q", "sleep 600", metadata: Labels));
        await UntilAsync(Budget, budget => budget["status", "disruptionsAllowed"] == "1", "one may go");
        (await EvictAsync("p")).Must(201);
        await UntilGoneAsync(Core("pods/p"));
        (await EvictAsync("q")).MustFail(429, "TooManyRequests");
    }

    [Fact]
    public async Task Without_a_budget_eviction_is_a_deletion()
    {
        await RunAsync(Pod("p", "sleep 600"));
        await UntilPhaseAsync("p", "Running");
        (await EvictAsync("p")).Must(201);
        await UntilGoneAsync(Core("pods/p"));
        (await EvictAsync("p")).MustFail(404, "NotFound");
    }

    [Fact]
    public async Task A_budget_follows_its_own_changes()
    {
        await BudgetAsync("\"maxUnavailable\":0");
        var seen = await UntilAsync(Budget, budget => budget["status", "observedGeneration"] == "1", "seen");
        Assert.Equal("1", seen["metadata", "generation"]);
        (await Api.MergeAsync(Budget, """{"spec":{"maxUnavailable":1}}""")).Must(200);
        var again = await UntilAsync(Budget, budget => budget["status", "observedGeneration"] == "2", "seen again");
        Assert.Equal(2, int.Parse(again["metadata", "generation"], CultureInfo.InvariantCulture));
    }

    private async Task BudgetAsync(string rule) => (await Api.PostAsync(Of("policy/v1", "poddisruptionbudgets"),
        $$"""{"metadata":{"name":"b"},"spec":{ {{rule}},"selector":{"matchLabels":{"app":"a"} } } }""")).Must(201);

    private Task<Answer> EvictAsync(string name) => Api.PostAsync(
        Core($"pods/{name}/eviction"), $$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{name}}","namespace":"{{Namespace}}"} }""");
}
