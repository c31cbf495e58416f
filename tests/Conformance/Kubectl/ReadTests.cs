using System.Text.Json.Nodes;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Kubectl;

/// <summary>The kubectl that only looks.</summary>
public sealed class ReadTests(ConformanceCluster cluster) : KubectlTest(cluster)
{
    [Theory, MemberData(nameof(Each))]
    public async Task It_knows_the_server_and_what_it_serves(string which)
    {
        await UseAsync(which);
        var version = JsonNode.Parse(await SayAsync("version -o json"))!;
        Assert.Equal("1", $"{version["serverVersion"]!["major"]}");
        var kinds = await SayAsync("api-resources");
        Assert.Matches(@"(?m)^pods +po +v1 +true +Pod\s*$", kinds);
        Assert.Matches(@"(?m)^customresourcedefinitions +crd,crds +apiextensions.k8s.io/v1 +false +CustomResourceDefinition\s*$", kinds);
        Assert.Contains("policy/v1", await SayAsync("api-versions"), StringComparison.Ordinal);
        Assert.Contains("containers", await SayAsync("explain pod.spec"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_shows_objects_in_every_form(string which)
    {
        await UseAsync(which);
        await MapAsync("m", "\"labels\":{\"a\":\"b\"}", "\"k\":\"v\",\"l\":\"w\"");
        Assert.Equal(["m", "2"], Rows(await SayAsync("get configmap m"))[0][..2]);
        Assert.Equal("configmap/m", (await SayAsync("get cm m -o name")).Trim());
        Assert.Equal("v", await SayAsync("get cm m -o jsonpath={.data.k}"));
        Assert.Equal("m", $"{JsonNode.Parse(await SayAsync("get cm m -o json"))!["metadata"]!["name"]}");
        Assert.Contains("kind: ConfigMap", await SayAsync("get cm m -o yaml"), StringComparison.Ordinal);
        Assert.Contains("m", (await SayAsync("get cm -l a=b -o custom-columns=N:.metadata.name")).Split('\n'));
        Assert.Contains(Rows(await SayAsync("get cm --all-namespaces")), row => row[0] == Namespace && row[1] == "m");
        Assert.Equal("m", Rows(await SayAsync("get cm --field-selector metadata.name=m --show-labels"))[0][0]);
        Assert.Contains("a=b", await SayAsync("get cm m --show-labels"), StringComparison.Ordinal);
        var missing = await TryAsync(["get", "cm", "none"]);
        Assert.Equal((1, "Error from server (NotFound): configmaps \"none\" not found\n"), (missing.ExitCode, missing.Errors));
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_shows_pods_and_nodes_as_people_know_them(string which)
    {
        await UseAsync(which);
        await RunAsync(Pod("p", "exit 0"));
        await UntilPhaseAsync("p", "Succeeded");
        var row = Rows(await SayAsync("get pod p -o wide"))[0];
        Assert.Equal(["p", "0/1", "Completed", "0"], row[..4]);
        var pod = await Api.GetAsync(Core("pods/p"));
        Assert.Contains(pod["spec", "nodeName"], row);
        Assert.Contains(pod["status", "podIP"], row);
        var node = Rows(await SayAsync($"get node {pod["spec", "nodeName"]} -o wide"))[0];
        Assert.StartsWith("Ready", node[1], StringComparison.Ordinal);
        Assert.StartsWith("v1.", node[4], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_describes_with_events(string which)
    {
        await UseAsync(which);
        await RunAsync(Pod("p", "exit 3"));
        await UntilPhaseAsync("p", "Failed");
        await UntilAsync($"{Core("events")}?fieldSelector=involvedObject.name%3Dp,reason%3DStarted", list => list.Items.Count > 0, "told as an Event");
        var text = await SayAsync("describe pod p");
        Assert.Matches(@"Exit Code: +3", text);
        Assert.Matches(@"Normal +Started ", text);
        var node = (await Api.GetAsync(Core("pods/p")))["spec", "nodeName"];
        Assert.Matches(@"Ready +True ", await SayAsync($"describe node {node}"));
        Assert.Matches(@"Status: +Active", await SayAsync($"describe namespace {Namespace}"));
        Assert.Contains("Started", await SayAsync("get events"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_watches(string which)
    {
        await UseAsync(which);
        await MapAsync("m");
        using var watch = Start("get cm m -w -o name");
        Assert.Equal("configmap/m", await watch.StandardOutput.ReadLineAsync(Ct));
        // Of a single object kubectl watches from now and drops the first event: a change before that is not shown, so there are several.
        var shown = watch.StandardOutput.ReadLineAsync(Ct).AsTask();
        var change = 0;
        await UntilAsync("a change shown", async () =>
        {
            (await Api.MergeAsync($"{Maps}/m", $$"""{"data":{"a":"{{change++}}"} }""")).Must(200);
            return shown.IsCompleted;
        });
        Assert.Equal("configmap/m", await shown);
        watch.Kill();
        using var table = Start("get cm m -w");
        Assert.StartsWith("NAME", await table.StandardOutput.ReadLineAsync(Ct), StringComparison.Ordinal);
        table.Kill();
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_reads_logs(string which)
    {
        await UseAsync(which);
        await RunAsync(Pod("p", "echo begin; sleep 1; echo end"));
        await UntilAsync(Core("pods/p"), pod => pod["status", "phase"] is "Running" or "Succeeded", "running");
        Assert.Equal("begin\nend\n", await SayAsync("logs -f p"));
        await UntilPhaseAsync("p", "Succeeded");
        Assert.Equal("end\n", await SayAsync("logs p --tail=1"));
        Assert.Equal("begin\nend\n", await SayAsync("logs p -c main --since=1h"));
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_asks_what_one_may_do(string which)
    {
        await UseAsync(which);
        Assert.Equal("yes", (await SayAsync("auth can-i delete pods")).Trim());
        var robot = await TryAsync(["auth", "can-i", "delete", "pods", "--as", $"system:serviceaccount:{Namespace}:default"]);
        Assert.Equal((1, "no"), (robot.ExitCode, robot.Output.Trim()));
        Assert.Contains("selfsubjectaccessreviews", await SayAsync($"auth can-i --list --as system:serviceaccount:{Namespace}:default"), StringComparison.Ordinal);
        var refused = await TryAsync(["get", "pods", "--as", $"system:serviceaccount:{Namespace}:default"]);
        Assert.StartsWith("Error from server (Forbidden): pods is forbidden: User", refused.Errors, StringComparison.Ordinal);
    }
}
