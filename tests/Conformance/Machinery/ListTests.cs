using System.Globalization;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>Lists: selected, in pages, and as of a version.</summary>
public sealed class ListTests(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    [Fact]
    public async Task A_long_list_comes_in_pages_of_one_version()
    {
        foreach (var number in Enumerable.Range(1, 5)) await MapAsync($"m{number}", "\"labels\":{\"page\":\"yes\"}");
        var names = new List<string>();
        var versions = new HashSet<string>();
        var token = "";
        do
        {
            var page = (await Api.GetAsync($"{Maps}?labelSelector=page&limit=2&continue={Uri.EscapeDataString(token)}")).Must(200);
            Assert.InRange(page.Items.Count, 1, 2);
            names.AddRange(page.Items.Select(item => $"{item!["metadata"]!["name"]}"));
            versions.Add(page.Version);
            token = page["metadata", "continue"];
            if (names.Count == 2) await MapAsync("m9", "\"labels\":{\"page\":\"yes\"}");
        }
        while (token.Length > 0);
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], names);
        Assert.Single(versions);
    }

    [Fact]
    public async Task A_page_says_how_many_are_left()
    {
        foreach (var number in Enumerable.Range(1, 3)) (await Api.PostAsync(Core("secrets"), $$"""{"metadata":{"name":"s{{number}}"} }""")).Must(201);
        var page = (await Api.GetAsync($"{Core("secrets")}?limit=1")).Must(200);
        Assert.Equal("2", page["metadata", "remainingItemCount"]);
        (await Api.GetAsync($"{Core("secrets")}?limit=1&continue=nonsense")).MustFail(400, "BadRequest");
    }

    [Theory]
    [InlineData("tier=a", "one")]
    [InlineData("tier!=a", "none,two")]
    [InlineData("tier in (a,b)", "one,two")]
    [InlineData("tier notin (a)", "none,two")]
    [InlineData("tier", "one,two")]
    [InlineData("!tier", "none")]
    [InlineData("tier=a,size=big", "one")]
    public async Task Labels_select(string selector, string expected)
    {
        await MapAsync("one", "\"labels\":{\"tier\":\"a\",\"size\":\"big\"}");
        await MapAsync("two", "\"labels\":{\"tier\":\"b\"}");
        await MapAsync("none");
        var found = (await Api.GetAsync($"{Maps}?labelSelector={Uri.EscapeDataString(selector)}")).Must(200);
        Assert.Equal(expected.Split(','), Names(found).Where(name => name != "kube-root-ca.crt"));
    }

    [Theory]
    [InlineData("labelSelector=%3D%3D")]
    [InlineData("labelSelector=a%20in%20")]
    [InlineData("fieldSelector=data.a%3D1")]
    public async Task A_selector_that_makes_no_sense_is_a_bad_request(string query) => (await Api.GetAsync($"{Maps}?{query}")).MustFail(400, "BadRequest");

    [Fact]
    public async Task Fields_select_what_a_kind_offers()
    {
        await MapAsync("one");
        await MapAsync("two");
        Assert.Equal(["two"], Names(await Api.GetAsync($"{Maps}?fieldSelector=metadata.name%3Dtwo")));
        var unknown = (await Api.GetAsync($"{Maps}?fieldSelector=spec.nodeName%3Da")).MustFail(400, "BadRequest");
        Assert.Contains("\"spec.nodeName\" is not a known field selector", unknown.Message, StringComparison.Ordinal);
        var unsupported = (await Api.GetAsync($"{Core("pods")}?fieldSelector=spec.priority%3D1")).MustFail(400, "BadRequest");
        Assert.Contains("field label not supported: spec.priority", unsupported.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_at_least_as_new_as_it_is_asked_to_be()
    {
        var made = await MapAsync("one");
        Assert.Contains("one", Names(await Api.GetAsync($"{Maps}?resourceVersion={made.Version}&resourceVersionMatch=NotOlderThan")));
        Assert.Contains("one", Names(await Api.GetAsync($"{Maps}?resourceVersion=0")));
        var future = long.Parse(made.Version, CultureInfo.InvariantCulture) + 1_000_000;
        var early = (await Api.GetAsync($"{Maps}?resourceVersion={future}")).MustFail(504, "Timeout");
        Assert.Contains("Too large resource version", early.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_can_be_of_exactly_one_version()
    {
        await MapAsync("one");
        var then = (await Api.GetAsync(Maps)).Version;
        await MapAsync("two");
        await Api.DeleteAsync($"{Maps}/one");
        Assert.Equal(["one"], Names(await Api.GetAsync($"{Maps}?resourceVersion={then}&resourceVersionMatch=Exact&fieldSelector=metadata.name%21%3Dkube-root-ca.crt")));
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact")]
    [InlineData("resourceVersion=5&resourceVersionMatch=Whatever")]
    [InlineData("resourceVersion=0&resourceVersionMatch=Exact")]
    [InlineData("sendInitialEvents=true")]
    public async Task Versions_that_contradict_themselves_are_invalid(string query) => (await Api.GetAsync($"{Maps}?{query}")).MustFail(422, "Invalid");

    private static IEnumerable<string> Names(Answer list) => list.Must(200).Items.Select(item => $"{item!["metadata"]!["name"]}");
}
