using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Conformance.Pods;

namespace LustreSupervisor.Conformance.Nodes;

/// <summary>Where pods go, and what they are told when there is nowhere.</summary>
public sealed class SchedulingTests(ConformanceCluster cluster) : PodTest(cluster)
{
    [Fact]
    public async Task A_pod_that_fits_nowhere_waits_and_says_why()
    {
        await RunAsync(Pod("p", "exit 0", spec: "\"nodeSelector\":{\"conformance.example.org/none\":\"here\"},"));
        var waiting = await UntilAsync(Core("pods/p"), pod => Condition(pod, "PodScheduled") == "False", "unschedulable");
        var condition = waiting.At("status", "conditions")!.AsArray().Single(found => $"{found!["type"]}" == "PodScheduled")!;
        Assert.Equal("Unschedulable", $"{condition["reason"]}");
        Assert.Contains("nodes are available", $"{condition["message"]}", StringComparison.Ordinal);
        Assert.Contains("didn't match Pod's node affinity/selector", $"{condition["message"]}", StringComparison.Ordinal);
        await UntilAsync($"{Core("events")}?fieldSelector=involvedObject.name%3Dp,reason%3DFailedScheduling", list => list.Items.Count > 0, "told as an Event");
        Assert.Equal("Pending", (await Api.GetAsync(Core("pods/p")))["status", "phase"]);
    }

    [Fact]
    public async Task A_label_decides_where_a_pod_runs()
    {
        var node = (await Api.GetAsync("api/v1/nodes")).Items.Select(item => $"{item!["metadata"]!["labels"]!["kubernetes.io/hostname"]}").Last();
        await RunAsync(Pod("p", "exit 0", spec: $$"""
            "restartPolicy":"Never","nodeSelector":{"kubernetes.io/hostname":"{{node}}"},"tolerations":[{"operator":"Exists"}],
            """));
        var ended = await UntilPhaseAsync("p", "Succeeded");
        var home = await Api.GetAsync($"api/v1/nodes/{ended["spec", "nodeName"]}");
        Assert.Equal(node, home["metadata", "labels", "kubernetes.io/hostname"]);
        await UntilAsync($"{Core("events")}?fieldSelector=involvedObject.name%3Dp,reason%3DScheduled", list => list.Items.Count > 0, "told as an Event");
    }

    [Fact]
    public async Task A_pod_bound_by_hand_runs_there_and_only_there()
    {
        var node = (await Api.GetAsync("api/v1/nodes")).Items.Select(item => $"{item!["metadata"]!["name"]}").First();
        await RunAsync(Pod("p", "exit 0", spec: "\"restartPolicy\":\"Never\",\"schedulerName\":\"nobody\",\"tolerations\":[{\"operator\":\"Exists\"}],"));
        var binding = $$"""{"apiVersion":"v1","kind":"Binding","metadata":{"name":"p"},"target":{"apiVersion":"v1","kind":"Node","name":"{{node}}"} }""";
        (await Api.PostAsync(Core("pods/p/binding"), binding)).Must(201);
        Assert.Equal(node, (await UntilPhaseAsync("p", "Succeeded"))["spec", "nodeName"]);
        (await Api.PostAsync(Core("pods/p/binding"), binding)).MustFail(409, "Conflict");
    }
}
