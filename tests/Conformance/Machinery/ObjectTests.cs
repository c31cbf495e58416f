using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>Objects are written once, changed by compare-and-swap, and never by mistake.</summary>
public sealed class ObjectTests(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    [Fact]
    public async Task An_object_is_created_read_replaced_and_deleted()
    {
        var made = await MapAsync("one", data: "\"a\":\"1\"");
        Assert.NotEmpty(made.Uid);
        made.Body["data"]!["a"] = "2";
        var replaced = (await Api.PutAsync($"{Maps}/one", made.Body)).Must(200);
        Assert.NotEqual(made.Version, replaced.Version);
        Assert.Equal("2", (await Api.GetAsync($"{Maps}/one"))["data", "a"]);
        Assert.Equal("Success", (await Api.DeleteAsync($"{Maps}/one")).Must(200)["status"]);
        (await Api.GetAsync($"{Maps}/one")).MustFail(404, "NotFound");
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await MapAsync("one");
        var again = (await Api.PostAsync(Maps, """{"metadata":{"name":"one"}}""")).MustFail(409, "AlreadyExists");
        Assert.Equal("configmaps \"one\" already exists", again.Message);
        Assert.Equal(("one", "configmaps"), (again["details", "name"], again["details", "kind"]));
    }

    [Fact]
    public async Task A_stale_write_changes_nothing()
    {
        var first = await MapAsync("one", data: "\"a\":\"1\"");
        await Api.MergeAsync($"{Maps}/one", """{"data":{"a":"2"}}""");
        var stale = (await Api.PutAsync($"{Maps}/one", first.Body)).MustFail(409, "Conflict");
        Assert.Contains("the object has been modified; please apply your changes to the latest version and try again", stale.Message, StringComparison.Ordinal);
        Assert.Equal("2", (await Api.GetAsync($"{Maps}/one"))["data", "a"]);
        (await Api.MergeAsync($"{Maps}/one", $$"""{"metadata":{"resourceVersion":"{{first.Version}}"},"data":{"a":"3"} }""")).MustFail(409, "Conflict");
    }

    [Fact]
    public async Task A_generated_name_begins_with_what_was_asked_for()
    {
        var first = (await Api.PostAsync(Maps, """{"metadata":{"generateName":"many-"}}""")).Must(201);
        var second = (await Api.PostAsync(Maps, """{"metadata":{"generateName":"many-"}}""")).Must(201);
        Assert.Matches("^many-[a-z0-9]{5}$", first.Name);
        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_keeps_the_object()
    {
        var made = await MapAsync("one");
        (await Api.DeleteAsync($"{Maps}/one", """{"preconditions":{"uid":"another"}}""")).MustFail(409, "Conflict");
        (await Api.DeleteAsync($"{Maps}/one", """{"preconditions":{"resourceVersion":"1"}}""")).MustFail(409, "Conflict");
        (await Api.GetAsync($"{Maps}/one")).Must(200);
        (await Api.DeleteAsync($"{Maps}/one", $$"""{"preconditions":{"uid":"{{made.Uid}}","resourceVersion":"{{made.Version}}"} }""")).Must(200);
    }

    [Fact]
    public async Task A_dry_run_answers_and_leaves_no_trace()
    {
        (await Api.PostAsync($"{Maps}?dryRun=All", """{"metadata":{"name":"dry"}}""")).Must(201);
        (await Api.GetAsync($"{Maps}/dry")).Must(404);
        var made = await MapAsync("wet");
        (await Api.MergeAsync($"{Maps}/wet?dryRun=All", """{"data":{"a":"1"}}""")).Must(200);
        (await Api.DeleteAsync($"{Maps}/wet?dryRun=All")).Must(200);
        Assert.Equal(made.Version, (await Api.GetAsync($"{Maps}/wet")).Must(200).Version);
    }

    [Fact]
    public async Task A_finalizer_holds_an_object_until_it_is_taken_off()
    {
        var made = await MapAsync("held", "\"finalizers\":[\"example.org/hold\"]");
        (await Api.DeleteAsync($"{Maps}/held")).Must(200);
        var held = (await Api.GetAsync($"{Maps}/held")).Must(200);
        Assert.Equal(made.Uid, held.Uid);
        Assert.NotEmpty(held["metadata", "deletionTimestamp"]);
        (await Api.MergeAsync($"{Maps}/held", """{"metadata":{"finalizers":["example.org/hold","example.org/more"]}}""")).MustFail(422, "Invalid");
        (await Api.MergeAsync($"{Maps}/held", """{"metadata":{"finalizers":null}}""")).Must(200);
        (await Api.GetAsync($"{Maps}/held")).Must(404);
    }

    [Fact]
    public async Task A_selection_is_deleted_and_the_rest_stays()
    {
        await MapAsync("a", "\"labels\":{\"go\":\"yes\"}");
        await MapAsync("b", "\"labels\":{\"go\":\"yes\"}");
        await MapAsync("c");
        (await Api.DeleteAsync($"{Maps}?labelSelector=go%3Dyes")).Must(200);
        Assert.Equal(["c"], (await Api.GetAsync(Maps)).Items.Select(item => $"{item!["metadata"]!["name"]}").Where(name => name.Length == 1));
    }

    [Fact]
    public async Task What_the_server_sets_cannot_be_set()
    {
        var made = await MapAsync("one");
        var change = made.Body.DeepClone();
        change["metadata"]!["creationTimestamp"] = "2001-01-01T00:00:00Z";
        var immutable = (await Api.PutAsync($"{Maps}/one", change)).MustFail(422, "Invalid");
        Assert.Contains("metadata.creationTimestamp", immutable.CauseFields);
        change["metadata"]!["creationTimestamp"] = made["metadata", "creationTimestamp"];
        change["metadata"]!["uid"] = "00000000-0000-0000-0000-000000000000";
        change["metadata"]!.AsObject().Remove("resourceVersion");
        (await Api.PutAsync($"{Maps}/one", change)).MustFail(409, "Conflict");
    }
}
