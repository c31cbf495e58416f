using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Kubectl;

/// <summary>The kubectl that changes things.</summary>
public sealed class WriteTests(ConformanceCluster cluster) : KubectlTest(cluster)
{
    private const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: '1', b: '2'}\n";

    [Theory, MemberData(nameof(Each))]
    public async Task It_applies_by_itself(string which)
    {
        await UseAsync(which);
        Assert.Equal("configmap/m created\n", await SayAsync("apply -f -", Map));
        Assert.Equal("configmap/m unchanged\n", await SayAsync("apply -f -", Map));
        Assert.Equal("configmap/m configured\n", await SayAsync("apply -f -", Map.Replace(", b: '2'", "", StringComparison.Ordinal)));
        Assert.Null((await Api.GetAsync($"{Maps}/m")).At("data", "b"));
        var diff = await TryAsync(["diff", "-f", "-"], Map);
        Assert.True(diff.ExitCode == 1 && diff.Output.Contains("+  b: \"2\"", StringComparison.Ordinal), diff.Said);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_applies_by_the_server_conflicts_included(string which)
    {
        await UseAsync(which);
        await SayAsync("apply --server-side --field-manager=one -f -", Map);
        var other = Map.Replace("'1'", "'9'", StringComparison.Ordinal);
        var refused = await TryAsync(["apply", "--server-side", "--field-manager=two", "-f", "-"], other);
        Assert.True(refused.ExitCode == 1 && refused.Errors.Contains("conflict with \"one\": .data.a", StringComparison.Ordinal), refused.Said);
        await SayAsync("apply --server-side --field-manager=two --force-conflicts -f -", other);
        Assert.Equal("9", (await Api.GetAsync($"{Maps}/m"))["data", "a"]);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_says_what_is_wrong_with_a_manifest(string which)
    {
        await UseAsync(which);
        var typo = await TryAsync(["create", "-f", "-"], Map.Replace("data:", "dota:", StringComparison.Ordinal));
        Assert.True(typo.ExitCode == 1 && typo.Errors.Contains("unknown field \"dota\"", StringComparison.Ordinal), typo.Said);
        var invalid = await TryAsync(["create", "-f", "-"], Map.Replace("name: m", "name: M_", StringComparison.Ordinal));
        Assert.Contains("The ConfigMap \"M_\" is invalid: metadata.name: Invalid value: \"M_\"", invalid.Errors, StringComparison.Ordinal);
        var unknown = await TryAsync(["get", "nonsense"]);
        Assert.Contains("the server doesn't have a resource type \"nonsense\"", unknown.Errors, StringComparison.Ordinal);
        (await Api.GetAsync($"{Maps}/m")).Must(404);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_creates(string which)
    {
        await UseAsync(which);
        await SayAsync("create configmap c --from-literal=k=v");
        await SayAsync("create secret generic s --from-literal=k=v");
        await SayAsync("create serviceaccount r");
        await SayAsync("create role x --verb=get,list --resource=pods");
        await SayAsync($"create rolebinding x --role=x --serviceaccount={Namespace}:r");
        await SayAsync("create deployment d --image=i");
        Assert.Equal("yes", (await SayAsync($"auth can-i list pods --as system:serviceaccount:{Namespace}:r")).Trim());
        Assert.Equal("djE=", (await Api.PostAsync(Core("secrets"), """{"metadata":{"name":"t"},"stringData":{"k":"v1"}}""")).Must(201)["data", "k"]);
        Assert.Equal(["d", "0/1"], Rows(await SayAsync("get deployment d"))[0][..2]);
        Assert.Contains("already exists", (await TryAsync(["create", "serviceaccount", "r"])).Errors, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_labels_annotates_and_patches(string which)
    {
        await UseAsync(which);
        await MapAsync("m", data: "\"a\":\"1\"");
        await SayAsync("label cm m x=y");
        await SayAsync("annotate cm m p=q");
        Assert.Equal(("y", "q"), await FirstAsync());
        Assert.Equal(1, (await TryAsync(["label", "cm", "m", "x=z"])).ExitCode);
        await SayAsync("label cm m x=z --overwrite");
        await SayAsync("annotate cm m p-");
        Assert.Equal(("z", ""), await FirstAsync());
        await RunAsync(["patch", "cm", "m", "--type=merge", "-p", """{"data":{"b":"2"}}"""]);
        await RunAsync(["patch", "cm", "m", "--type=json", "-p", """[{"op":"remove","path":"/data/a"}]"""]);
        await RunAsync(["patch", "cm", "m", "-p", """{"data":{"c":"3"}}"""]);
        var patched = await Api.GetAsync($"{Maps}/m");
        Assert.Equal(("", "2", "3"), (patched["data", "a"], patched["data", "b"], patched["data", "c"]));

        async Task<(string, string)> FirstAsync()
        {
            var map = await Api.GetAsync($"{Maps}/m");
            return (map["metadata", "labels", "x"], map["metadata", "annotations", "p"]);
        }
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_replaces_and_edits_nothing_stale(string which)
    {
        await UseAsync(which);
        await MapAsync("m", data: "\"a\":\"1\"");
        var stale = await SayAsync("get cm m -o yaml");
        await Api.MergeAsync($"{Maps}/m", """{"data":{"a":"2"}}""");
        var refused = await TryAsync(["replace", "-f", "-"], stale);
        Assert.True(refused.ExitCode == 1 && refused.Errors.Contains("Conflict", StringComparison.Ordinal), refused.Said);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_deletes_and_waits(string which)
    {
        await UseAsync(which);
        await RunAsync(Pod("p", "trap 'exit 0' TERM; while true; do sleep 0.1; done"));
        await UntilPhaseAsync("p", "Running");
        Assert.Equal("pod \"p\" deleted\n", (await SayAsync("delete pod p --wait")).Replace($" from {Namespace} namespace", "", StringComparison.Ordinal));
        Assert.Equal(404, (await Api.GetAsync(Core("pods/p"))).Code);
        await MapAsync("held", "\"finalizers\":[\"example.org/hold\"]");
        await SayAsync("delete cm held --wait=false");
        Assert.NotEmpty((await Api.GetAsync($"{Maps}/held"))["metadata", "deletionTimestamp"]);
        await RunAsync(["patch", "cm", "held", "--type=merge", "-p", """{"metadata":{"finalizers":null}}"""]);
        var owner = await MapAsync("owner");
        await MapAsync("kept", $$"""
            "ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{owner.Uid}}"}]
            """);
        await SayAsync("delete cm owner --cascade=orphan");
        Assert.Null((await Api.GetAsync($"{Maps}/kept")).Must(200).At("metadata", "ownerReferences"));
        Assert.Equal(0, (await TryAsync(["delete", "cm", "none", "--ignore-not-found"])).ExitCode);
    }

    [Theory, MemberData(nameof(Each))]
    public async Task It_waits_for_conditions(string which)
    {
        await UseAsync(which);
        await RunAsync(Pod("p", "trap '' TERM; sleep 600"));
        Assert.Equal("pod/p condition met\n", await SayAsync("wait --for=condition=Ready pod/p --timeout=60s"));
        await SayAsync("delete pod p --wait=false");
        await SayAsync("wait --for=delete pod/p --timeout=60s");
        Assert.Equal(404, (await Api.GetAsync(Core("pods/p"))).Code);
        await MapAsync("m");
        Assert.Equal(1, (await TryAsync(["wait", "--for=delete", "cm/m", "--timeout=1s"])).ExitCode);
    }
}
