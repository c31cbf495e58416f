using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Tests.Controllers;

public sealed class SchedulerTests : IDisposable
{
    private const string Tail = " no new claims to deallocate, preemption: ";

    private readonly ControlRoom room = new();
    private readonly Scheduler scheduler;

    public SchedulerTests() => scheduler = new Scheduler(room.View, room.Binding, room.Writer, room.Events, ControllerTimes.Real, room.Clock);

    public void Dispose() => room.Dispose();

    [Fact]
    public void A_pod_without_a_node_gets_one_and_an_event_says_so()
    {
        room.MakeNode("node1");
        room.MakePod("web");
        scheduler.Pass();
        Assert.Equal("node1", room.Pod("web").TextAt("spec", "nodeName"));
        Assert.Equal("True", Conditions.Status(room.Pod("web")!, "PodScheduled"));
        var told = Assert.Single(room.EventsOf("Scheduled"));
        Assert.Equal("Successfully assigned default/web to node1", told["message"].Text());
        Assert.Equal("default-scheduler", told["reportingComponent"].Text());
    }

    [Fact]
    public void A_pod_of_another_scheduler_is_left_alone()
    {
        room.MakeNode("node1");
        room.MakePod("foreign", """{"schedulerName":"other"}""");
        scheduler.Pass();
        Assert.Null(room.Pod("foreign").TextAt("spec", "nodeName"));
        Assert.Null(Conditions.Find(room.Pod("foreign")!, "PodScheduled"));
    }

    [Fact]
    public void Pods_spread_over_the_emptiest_nodes()
    {
        room.MakeNode("node1");
        room.MakeNode("node2");
        for (var i = 0; i < 6; i++) room.MakePod($"p{i}");
        scheduler.Pass();
        Assert.Equal([3, 3], Enumerable.Range(0, 6).GroupBy(i => room.Pod($"p{i}").TextAt("spec", "nodeName")).Select(g => g.Count()));
        room.MakePod("one-too-many");
        scheduler.Pass();
        Assert.Equal(
            $"0/2 nodes are available: 2 Too many pods.{Tail}0/2 nodes are available: 2 No preemption victims found for incoming pod.",
            Message("one-too-many"));
    }

    [Fact]
    public void Requests_are_measured_against_what_other_pods_leave()
    {
        room.MakeNode("node1");
        room.MakePod("first", Requests("800m", "256Mi"));
        room.MakePod("second", Requests("300m", "256Mi"));
        room.MakePod("third", Requests("100m", "2Gi"));
        scheduler.Pass();
        Assert.Equal("node1", room.Pod("first").TextAt("spec", "nodeName"));
        Assert.Equal(
            $"0/1 nodes are available: 1 Insufficient cpu.{Tail}0/1 nodes are available: 1 No preemption victims found for incoming pod.",
            Message("second"));
        Assert.Equal(
            $"0/1 nodes are available: 1 Insufficient memory.{Tail}0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            Message("third"));
        room.Writer.ChangeStatus(BuiltIns.Pods, BuiltIns.Pods.Key("default", "first"), room.Pod("first")!.Uid()!, b => b["status"]!["phase"] = "Succeeded");
        scheduler.Pass();
        Assert.Equal("node1", room.Pod("second").TextAt("spec", "nodeName"));
    }

    [Theory]
    [InlineData("""{"nodeSelector":{"disk":"ssd"}}""", true)]
    [InlineData("""{"nodeSelector":{"disk":"hdd"}}""", false)]
    [InlineData("""{"key":"disk","operator":"In","values":["ssd","nvme"]}""", true)]
    [InlineData("""{"key":"disk","operator":"NotIn","values":["ssd"]}""", false)]
    [InlineData("""{"key":"disk","operator":"Exists"}""", true)]
    [InlineData("""{"key":"disk","operator":"DoesNotExist"}""", false)]
    [InlineData("""{"key":"size","operator":"Gt","values":["9"]}""", true)]
    [InlineData("""{"key":"size","operator":"Gt","values":["10"]}""", false)]
    [InlineData("""{"key":"size","operator":"Lt","values":["11"]}""", true)]
    [InlineData("""{"field":"metadata.name","operator":"In","values":["node1"]}""", true)]
    [InlineData("""{"field":"metadata.name","operator":"NotIn","values":["node1"]}""", false)]
    public void Selectors_and_affinity_decide(string rule, bool fits)
    {
        room.MakeNode("node1", labels: """{"disk":"ssd","size":"10"}""");
        room.MakePod("picky", rule.Contains("nodeSelector", StringComparison.Ordinal) ? rule : Affinity(rule));
        scheduler.Pass();
        Assert.Equal(fits ? "node1" : null, room.Pod("picky").TextAt("spec", "nodeName"));
        if (!fits) Assert.StartsWith("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.", Message("picky"), StringComparison.Ordinal);
    }

    [Fact]
    public void Taints_and_cordons_keep_pods_away_that_do_not_tolerate_them()
    {
        room.MakeNode("node1", """{"taints":[{"key":"a","value":"b","effect":"NoSchedule"}]}""");
        room.MakeNode("node2", """{"unschedulable":true}""");
        room.MakePod("plain");
        room.MakePod("tolerant", """{"tolerations":[{"key":"a","operator":"Equal","value":"b"}]}""");
        room.MakePod("drainer", """{"tolerations":[{"key":"node.kubernetes.io/unschedulable","operator":"Exists"}]}""");
        scheduler.Pass();
        Assert.Equal(
            $"0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable.{Tail}"
            + "0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
            Message("plain"));
        Assert.Equal("node1", room.Pod("tolerant").TextAt("spec", "nodeName"));
        Assert.Equal("node2", room.Pod("drainer").TextAt("spec", "nodeName"));
    }

    [Fact]
    public void What_is_unchanged_is_said_once_until_the_pod_is_tried_again()
    {
        room.MakePod("lonely");
        scheduler.Pass();
        Assert.Equal("no nodes available to schedule pods", Message("lonely"));
        var version = room.Pod("lonely")!.ResourceVersion();
        Assert.Equal(ControllerTimes.Real.UnschedulableRetry, scheduler.Pass());
        Assert.Equal(version, room.Pod("lonely")!.ResourceVersion());
        room.Clock.Advance(ControllerTimes.Real.UnschedulableRetry);
        scheduler.Pass();
        Assert.Equal(2, Assert.Single(room.EventsOf("FailedScheduling"))["count"].Whole());
    }

    [Fact]
    public void A_gated_pod_waits_for_its_gates()
    {
        room.MakeNode("node1");
        room.MakePod("gated", """{"schedulingGates":[{"name":"example.org/wait"}]}""");
        scheduler.Pass();
        Assert.Null(room.Pod("gated").TextAt("spec", "nodeName"));
        Assert.Equal("SchedulingGated", Conditions.Find(room.Pod("gated")!, "PodScheduled")!["reason"].Text());
        Assert.Empty(room.EventsOf("FailedScheduling"));
    }

    private static string Requests(string cpu, string memory) =>
        $$$$"""{"containers":[{"name":"main","image":"i","resources":{"requests":{"cpu":"{{{{cpu}}}}","memory":"{{{{memory}}}}"}}}]}""";

    private static string Affinity(string rule)
    {
        var expression = JsonNode.Parse(rule)!.AsObject();
        var place = expression["field"] is { } field ? "matchFields" : "matchExpressions";
        if (expression["field"] is { } name)
        {
            expression["key"] = name.DeepClone();
            expression.Remove("field");
        }

        return $$$$$"""
            {"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
             {"nodeSelectorTerms":[{"{{{{{place}}}}}":[{{{{{expression.ToJsonString()}}}}}]}]}}}}
            """;
    }

    private string Message(string pod)
    {
        var condition = Conditions.Find(room.Pod(pod)!, "PodScheduled")!;
        Assert.Equal("False", condition["status"].Text());
        return condition["message"].Text()!;
    }
}
