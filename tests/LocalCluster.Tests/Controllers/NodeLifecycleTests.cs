using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Controllers.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Tests.Controllers;

public sealed class NodeLifecycleTests : IDisposable
{
    /// <summary>As the supervisor makes its servers: no taint of a silent node ever ends one.</summary>
    private const string Server = """
        {"nodeName":"node1","restartPolicy":"Never","tolerations":[
         {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute"},
         {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute"}]}
        """;

    private static readonly ObjectKey LeaseKey = new(new ResourceName("coordination.k8s.io", "leases"), "kube-node-lease", "node1");

    private readonly ControlRoom room = new();
    private readonly NodeLifecycle lifecycle;
    private readonly TaintEviction eviction;

    public NodeLifecycleTests()
    {
        lifecycle = new NodeLifecycle(room.View, room.Writer, room.Events, ControllerTimes.Real, room.Clock);
        eviction = new TaintEviction(room.View, room.Writer, room.Events, room.Clock);
        room.MakeNode("node1");
        Beat();
    }

    public void Dispose() => room.Dispose();

    [Fact]
    public void A_node_that_beats_stays_as_it_is()
    {
        for (var i = 0; i < 20; i++)
        {
            Pass();
            room.Clock.Advance(TimeSpan.FromSeconds(10));
            Beat();
        }

        Pass();
        Assert.Equal("True", Conditions.Status(room.Node("node1"), "Ready"));
        Assert.Empty(Taints());
    }

    [Fact]
    public void Silence_makes_every_condition_unknown_and_taints_the_node()
    {
        room.MakePod("web", """{"nodeName":"node1"}""");
        room.Run("web");
        Silence();
        var ready = Conditions.Find(room.Node("node1"), "Ready")!;
        Assert.Equal(
            ("Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."), (ready["status"].Text(), ready["reason"].Text(), ready["message"].Text()));
        Assert.Equal("NodeStatusNeverUpdated", Conditions.Find(room.Node("node1"), "DiskPressure")!["reason"].Text());
        Assert.Equal(["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"], Taints());
        Assert.Equal("False", Conditions.Status(room.Pod("web")!, "Ready"));
        Assert.Equal("Node is not ready", Assert.Single(room.EventsOf("NodeNotReady"), e => e["involvedObject"]!["kind"].Text() == "Pod")["message"].Text());
        Assert.Equal("Node node1 status is now: NodeNotReady", Assert.Single(room.EventsOf("NodeNotReady"), e => e["involvedObject"]!["kind"].Text() == "Node")["message"].Text());
    }

    [Fact]
    public void A_kubelet_that_is_back_clears_the_taints_and_leaves_those_of_others()
    {
        room.Writer.ChangeMain(BuiltIns.Nodes, BuiltIns.Nodes.Key(null, "node1"), room.Node("node1").Uid()!, body =>
            body["spec"]!["taints"] = JsonNode.Parse("""[{"key":"mine","effect":"NoSchedule"}]"""));
        Silence();
        Assert.Equal(3, Taints().Length);
        Report("True");
        Pass();
        Assert.Equal(["mine:NoSchedule"], Taints());
    }

    [Fact]
    public void A_node_that_says_it_is_not_ready_is_tainted_as_such()
    {
        Report("False");
        Pass();
        Assert.Equal(["node.kubernetes.io/not-ready:NoExecute", "node.kubernetes.io/not-ready:NoSchedule"], Taints());
    }

    [Fact]
    public void A_cordon_is_a_taint_too()
    {
        room.Writer.ChangeMain(BuiltIns.Nodes, BuiltIns.Nodes.Key(null, "node1"), room.Node("node1").Uid()!, body => body["spec"]!["unschedulable"] = true);
        Pass();
        Assert.Equal(["node.kubernetes.io/unschedulable:NoSchedule"], Taints());
    }

    [Fact]
    public void Pods_leave_when_their_toleration_ends_and_not_before_the_kubelet_says_so()
    {
        room.MakePod("web", """{"nodeName":"node1"}""");
        Silence();
        Assert.False(room.Pod("web")!.IsDeleting());
        room.Clock.Advance(TimeSpan.FromSeconds(299));
        Pass();
        Assert.False(room.Pod("web")!.IsDeleting());
        room.Clock.Advance(TimeSpan.FromSeconds(2));
        Pass();
        Assert.True(room.Pod("web")!.IsDeleting());
        var target = Conditions.Find(room.Pod("web")!, "DisruptionTarget")!;
        Assert.Equal(("True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint"),
            (target["status"].Text(), target["reason"].Text(), target["message"].Text()));
        Assert.Equal("Marking for deletion Pod default/web", Assert.Single(room.EventsOf("TaintManagerEviction"))["message"].Text());
        room.Clock.Advance(TimeSpan.FromHours(1));
        Pass();
        Assert.True(room.Pod("web")!.IsDeleting());
    }

    [Fact]
    public void A_node_that_is_back_in_time_keeps_its_pods()
    {
        room.MakePod("web", """{"nodeName":"node1"}""");
        Silence();
        room.Clock.Advance(TimeSpan.FromSeconds(200));
        Report("True");
        Pass();
        Assert.Equal("Cancelling deletion of Pod default/web", Assert.Single(room.EventsOf("TaintManagerEviction"))["message"].Text());
        Silence();
        room.Clock.Advance(TimeSpan.FromSeconds(200));
        Pass();
        Assert.False(room.Pod("web")!.IsDeleting());
    }

    [Fact]
    public void A_lustre_server_outstays_any_silence()
    {
        room.MakePod("scratch-ost0000", Server);
        room.Run("scratch-ost0000");
        Silence();
        room.Clock.Advance(TimeSpan.FromDays(3650));
        Pass();
        Report("False");
        Pass();
        room.Clock.Advance(TimeSpan.FromDays(3650));
        Pass();
        Assert.False(room.Pod("scratch-ost0000")!.IsDeleting());
        Assert.Empty(room.EventsOf("TaintManagerEviction"));
    }

    [Fact]
    public void A_taint_that_nobody_tolerates_evicts_at_once()
    {
        room.MakePod("web", """{"nodeName":"node1"}""");
        room.Writer.ChangeMain(BuiltIns.Nodes, BuiltIns.Nodes.Key(null, "node1"), room.Node("node1").Uid()!, body =>
            body["spec"]!["taints"] = JsonNode.Parse("""[{"key":"mine","effect":"NoExecute"}]"""));
        Pass();
        Assert.True(room.Pod("web")!.IsDeleting());
    }

    [Theory]
    [InlineData("""[]""", 0.0)]
    [InlineData("""[{"operator":"Exists"}]""", null)]
    [InlineData("""[{"key":"k","operator":"Exists","effect":"NoExecute","tolerationSeconds":-5}]""", 0.0)]
    [InlineData("""[{"key":"k","operator":"Exists","tolerationSeconds":7},{"key":"k","operator":"Exists"}]""", 7.0)]
    [InlineData("""[{"key":"k","operator":"Equal","value":"other","tolerationSeconds":7}]""", 0.0)]
    [InlineData("""[{"key":"k","value":"v","tolerationSeconds":9223372036854775807}]""", 3162240000.0)]
    public void The_first_toleration_that_fits_says_for_how_long(string tolerations, double? seconds)
    {
        Toleration[] read = [.. JsonNode.Parse(tolerations)!.AsArray().Select(t => Toleration.Read(t!.AsObject()))];
        Assert.Equal(seconds, TaintEviction.Borne(read, [new Taint("k", "v", "NoExecute")])?.TotalSeconds);
    }

    private void Pass()
    {
        lifecycle.Pass();
        eviction.Pass();
    }

    private void Beat() => room.Store.TryPut(LeaseKey, room.Store.Find(LeaseKey), new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "node1", ["namespace"] = "kube-node-lease", ["uid"] = "lease" },
        ["spec"] = new JsonObject { ["renewTime"] = $"{room.Clock.GetUtcNow():O}" },
    });

    private void Silence()
    {
        Pass();
        room.Clock.Advance(ControllerTimes.Real.NodeMonitorGrace + TimeSpan.FromSeconds(1));
        Pass();
    }

    /// <summary>The kubelet posts its status, heartbeat included.</summary>
    private void Report(string ready) => room.Writer.ChangeStatus(BuiltIns.Nodes, BuiltIns.Nodes.Key(null, "node1"), room.Node("node1").Uid()!, body =>
    {
        foreach (var type in (string[])["MemoryPressure", "DiskPressure", "PIDPressure"]) Conditions.Set(body, type, "False", null, null, room.Clock.GetUtcNow());
        Conditions.Set(body, "Ready", ready, "Kubelet", null, room.Clock.GetUtcNow(), ("lastHeartbeatTime", $"{room.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"));
    });

    private string[] Taints() =>
        [.. room.Node("node1").Child("spec").Objects("taints").Select(t => $"{t["key"].Text()}:{t["effect"].Text()}").Order(StringComparer.Ordinal)];
}
