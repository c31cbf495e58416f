using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>Objects that belong to others, and namespaces, to which all else belongs.</summary>
public sealed class OwnerTests(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    [Fact]
    public async Task What_is_owned_goes_after_its_owner()
    {
        var owner = await MapAsync("owner");
        await OwnedAsync("owned", owner);
        await Api.DeleteAsync($"{Maps}/owner?propagationPolicy=Background");
        await UntilGoneAsync($"{Maps}/owned");
    }

    [Fact]
    public async Task An_orphan_stays_and_forgets_its_owner()
    {
        var owner = await MapAsync("owner");
        await OwnedAsync("owned", owner);
        await Api.DeleteAsync($"{Maps}/owner?propagationPolicy=Orphan");
        await UntilGoneAsync($"{Maps}/owner");
        var orphan = (await Api.GetAsync($"{Maps}/owned")).Must(200);
        Assert.Null(orphan.At("metadata", "ownerReferences"));
    }

    [Fact]
    public async Task In_the_foreground_the_owner_goes_last()
    {
        var owner = await MapAsync("owner");
        await OwnedAsync("owned", owner, ",\"blockOwnerDeletion\":true", "\"finalizers\":[\"example.org/hold\"],");
        await Api.DeleteAsync($"{Maps}/owner?propagationPolicy=Foreground");
        var waiting = await UntilAsync($"{Maps}/owned", owned => owned["metadata", "deletionTimestamp"].Length > 0, "being deleted");
        Assert.Contains("foregroundDeletion", (await Api.GetAsync($"{Maps}/owner")).Must(200)["metadata", "finalizers", "0"], StringComparison.Ordinal);
        Assert.Equal("owned", waiting.Name);
        await Api.MergeAsync($"{Maps}/owned", """{"metadata":{"finalizers":null}}""");
        await UntilGoneAsync($"{Maps}/owner");
    }

    [Fact]
    public async Task One_owner_of_two_is_enough_to_stay()
    {
        var one = await MapAsync("one");
        var two = await MapAsync("two");
        var references = $"{Reference(one)},{Reference(two)}";
        await MapAsync("owned", $"\"ownerReferences\":[{references}]");
        await Api.DeleteAsync($"{Maps}/one");
        var kept = await UntilAsync($"{Maps}/owned", owned => owned.At("metadata", "ownerReferences")?.AsArray().Count == 1, "one owner left");
        Assert.Equal(two.Uid, kept["metadata", "ownerReferences", "0", "uid"]);
    }

    [Fact]
    public async Task A_namespace_takes_everything_with_it_and_nothing_new_meanwhile()
    {
        var ns = (await Api.PostAsync("api/v1/namespaces", """{"metadata":{"generateName":"conformance-going-"}}""")).Must(201).Name;
        var maps = $"api/v1/namespaces/{ns}/configmaps";
        (await Api.PostAsync(maps, """{"metadata":{"name":"held","finalizers":["example.org/hold"]}}""")).Must(201);
        await Api.DeleteAsync($"api/v1/namespaces/{ns}");
        await UntilAsync($"api/v1/namespaces/{ns}", found => found["status", "phase"] == "Terminating", "terminating");
        var refused = (await Api.PostAsync(maps, """{"metadata":{"name":"late"}}""")).MustFail(403, "Forbidden");
        Assert.Contains("because it is being terminated", refused.Message, StringComparison.Ordinal);
        await UntilAsync($"{maps}/held", held => held["metadata", "deletionTimestamp"].Length > 0, "being deleted");
        await Api.MergeAsync($"{maps}/held", """{"metadata":{"finalizers":null}}""");
        await UntilGoneAsync($"api/v1/namespaces/{ns}");
    }

    [Fact]
    public async Task A_new_namespace_is_furnished()
    {
        await UntilAsync($"{Core("serviceaccounts")}/default", found => found.Code == 200, "there");
        await UntilAsync($"{Maps}/kube-root-ca.crt", found => found["data", "ca.crt"].Contains("BEGIN CERTIFICATE", StringComparison.Ordinal), "there");
    }

    private static string Reference(Answer owner, string more = "") =>
        $$"""{"apiVersion":"v1","kind":"ConfigMap","name":"{{owner.Name}}","uid":"{{owner.Uid}}"{{more}} }""";

    private Task<Answer> OwnedAsync(string name, Answer owner, string more = "", string metadata = "") =>
        MapAsync(name, $"{metadata}\"ownerReferences\":[{Reference(owner, more)}]");
}
