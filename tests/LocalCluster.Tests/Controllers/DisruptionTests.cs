using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Controllers.Disruption;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Tests.Controllers;

public sealed class DisruptionTests : IDisposable
{
    private const string Web = """{"app":"web"}""";

    private readonly ControlRoom room = new();
    private readonly DisruptionController controller;
    private readonly Eviction eviction;

    public DisruptionTests()
    {
        controller = new DisruptionController(
            room.View, new ExpectedPods(room.Store, new ResourceRegistry()), room.Writer, room.Events, ControllerTimes.Real, room.Clock);
        eviction = new Eviction(room.Store, room.Objects, room.Deletion, room.Clock);
        room.MakeNode("node1");
    }

    public void Dispose() => room.Dispose();

    [Fact]
    public void A_budget_says_how_many_of_its_pods_may_go()
    {
        MakePods(3, ready: 2);
        Budget("pdb", """{"minAvailable":1}""");
        controller.Pass();
        Assert.Equal((2, 1, 3, 1), Numbers("pdb"));
        var condition = Conditions.Find(Read("pdb"), "DisruptionAllowed")!;
        Assert.Equal(("True", "SufficientPods"), (condition["status"].Text(), condition["reason"].Text()));
        Assert.Equal(1, BudgetStatus.Number(Read("pdb"), "observedGeneration"));
    }

    [Theory]
    [InlineData("""{"maxUnavailable":1}""", 4, 3, 0)]
    [InlineData("""{"maxUnavailable":"50%"}""", 4, 2, 1)]
    [InlineData("""{"minAvailable":"51%"}""", 4, 3, 0)]
    [InlineData("""{"maxUnavailable":9}""", 4, 0, 3)]
    public void Shares_are_of_what_the_workload_is_to_have(string rule, int expected, int desired, int allowed)
    {
        MakePods(3, ready: 3, owners: ReplicaSet(4));
        Budget("pdb", rule);
        controller.Pass();
        Assert.Equal((3, desired, expected, allowed), Numbers("pdb"));
    }

    [Fact]
    public void A_budget_that_cannot_be_worked_out_allows_nothing_and_says_why()
    {
        MakePods(1, ready: 1, owners: """[{"apiVersion":"apps/v1","kind":"DaemonSet","name":"d","uid":"u","controller":true}]""");
        Budget("pdb", """{"maxUnavailable":1}""");
        controller.Pass();
        var condition = Conditions.Find(Read("pdb"), "DisruptionAllowed")!;
        Assert.Equal(("False", "SyncFailed", "found no controllers for pod \"web0\""), (condition["status"].Text(), condition["reason"].Text(), condition["message"].Text()));
    }

    [Fact]
    public void An_eviction_takes_from_the_budget_and_a_second_one_is_refused()
    {
        MakePods(2, ready: 2);
        Budget("pdb", """{"minAvailable":1}""");
        controller.Pass();
        Evict("web0", new DeleteOptions(DryRun: true));
        Assert.False(room.Pod("web0")!.IsDeleting());
        Evict("web0");
        Assert.True(room.Pod("web0")!.IsDeleting());
        Assert.Equal("EvictionByEvictionAPI", Conditions.Find(room.Pod("web0")!, "DisruptionTarget")!["reason"].Text());
        Assert.Contains("web0", BudgetStatus.Disrupted(Read("pdb")));
        var refusal = Assert.Throws<StatusException>(() => Evict("web1"));
        Assert.Equal((429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget."), (refusal.Code, refusal.Reason, refusal.Message));
        var cause = refusal.ToStatus()["details"]!["causes"]![0]!;
        Assert.Equal(("DisruptionBudget", "The disruption budget pdb needs 1 healthy pods and has 2 currently"), (cause["reason"].Text(), cause["message"].Text()));
        controller.Pass();
        Assert.Equal((1, 1, 2, 0), Numbers("pdb"));
        Assert.Empty(BudgetStatus.Disrupted(Read("pdb")));
    }

    [Fact]
    public void A_budget_that_was_not_looked_at_yet_defers_evictions()
    {
        MakePods(1, ready: 1);
        Budget("pdb", """{"minAvailable":0}""");
        var refusal = Assert.Throws<StatusException>(() => Evict("web0"));
        Assert.Equal((429, 10), (refusal.Code, refusal.RetryAfterSeconds));
        Assert.Contains("still being processed", refusal.ToStatus().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_budgets_for_one_pod_are_not_supported()
    {
        MakePods(1, ready: 1);
        Budget("one", """{"minAvailable":0}""");
        Budget("two", """{"minAvailable":0}""");
        controller.Pass();
        var refusal = Assert.Throws<StatusException>(() => Evict("web0"));
        Assert.Equal((500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("""{"minAvailable":3}""", false)]
    [InlineData("""{"minAvailable":3,"unhealthyPodEvictionPolicy":"IfHealthyBudget"}""", false)]
    [InlineData("""{"minAvailable":3,"unhealthyPodEvictionPolicy":"AlwaysAllow"}""", true)]
    [InlineData("""{"minAvailable":2}""", true)]
    public void An_unhealthy_pod_goes_by_the_budgets_policy(string rule, bool goes)
    {
        MakePods(3, ready: 2);
        Budget("pdb", rule);
        controller.Pass();
        if (goes) Evict("web2");
        else Assert.Throws<StatusException>(() => Evict("web2"));
        Assert.Equal(goes, room.Pod("web2")!.IsDeleting());
    }

    [Fact]
    public void A_pending_or_ended_pod_needs_no_budget()
    {
        room.MakePod("web0", """{"nodeName":"node1"}""", Web);
        Budget("pdb", """{"minAvailable":5}""");
        controller.Pass();
        Evict("web0");
        Assert.True(room.Pod("web0")!.IsDeleting());
    }

    [Fact]
    public void A_precondition_that_does_not_hold_stops_an_eviction()
    {
        MakePods(1, ready: 1);
        Assert.Equal(409, Assert.Throws<StatusException>(() => Evict("web0", new DeleteOptions(Uid: "other"))).Code);
        Assert.Equal(409, Assert.Throws<StatusException>(() => Evict("web0", new DeleteOptions(ResourceVersion: "1"))).Code);
        Assert.Null(Conditions.Find(room.Pod("web0")!, "DisruptionTarget"));
    }

    [Fact]
    public void A_disruption_that_nobody_carries_out_is_forgiven()
    {
        MakePods(2, ready: 2);
        Budget("pdb", """{"minAvailable":1}""");
        controller.Pass();
        room.Writer.ChangeStatus(ServedKinds.DisruptionBudgets, Key("pdb"), Read("pdb").Uid()!, body =>
            body["status"]!["disruptedPods"] = new JsonObject { ["web0"] = Metadata.Stamp(room.Clock.GetUtcNow()) });
        room.Writer.ChangeStatus(BuiltIns.Pods, BuiltIns.Pods.Key("default", "web0"), room.Pod("web0")!.Uid()!, body =>
            Conditions.Set(body, "DisruptionTarget", "True", "EvictionByEvictionAPI", null, room.Clock.GetUtcNow()));
        Assert.NotNull(controller.Pass());
        Assert.Equal((1, 1, 2, 0), Numbers("pdb"));
        room.Clock.Advance(ControllerTimes.Real.EvictionTimeout + TimeSpan.FromSeconds(1));
        controller.Pass();
        Assert.Equal((2, 1, 2, 1), Numbers("pdb"));
        Assert.Equal("False", Conditions.Status(room.Pod("web0")!, "DisruptionTarget"));
    }

    private static ObjectKey Key(string name) => ServedKinds.DisruptionBudgets.Key("default", name);

    private void Evict(string pod, DeleteOptions? options = null) => eviction.Evict("default", pod, options ?? new DeleteOptions());

    private void MakePods(int count, int ready, string owners = "[]")
    {
        for (var i = 0; i < count; i++)
        {
            room.MakePod($"web{i}", """{"nodeName":"node1"}""", Web, owners);
            room.Run($"web{i}", i < ready);
        }
    }

    private string ReplicaSet(int replicas)
    {
        var body = JsonNode.Parse("""
            {"metadata":{"name":"rs"},"spec":{"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """)!.AsObject();
        body["spec"]!["replicas"] = replicas;
        var made = room.Make(ServedKinds.ReplicaSets, "default", body.ToJsonString());
        return $$"""[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"{{made.Uid()}}","controller":true}]""";
    }

    private void Budget(string name, string rule)
    {
        var spec = JsonNode.Parse(rule)!.AsObject();
        spec["selector"] = new JsonObject { ["matchLabels"] = JsonNode.Parse(Web) };
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
        room.Make(ServedKinds.DisruptionBudgets, "default", body.ToJsonString());
    }

    private JsonObject Read(string name) => room.Store.Find(Key(name))!.Parse();

    private (long, long, long, long) Numbers(string name) => (
        BudgetStatus.Number(Read(name), "currentHealthy"), BudgetStatus.Number(Read(name), "desiredHealthy"),
        BudgetStatus.Number(Read(name), "expectedPods"), BudgetStatus.Number(Read(name), "disruptionsAllowed"));
}
