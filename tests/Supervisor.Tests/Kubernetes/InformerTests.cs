using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Topology.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

public sealed class InformerTests
{
    private static readonly FakeAnswer Down = FakeAnswer.Refusal(503, "ServiceUnavailable");

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Lists_then_watches_from_the_lists_version()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.List("10", Pod("a", 3), Pod("b", 9));
        await using var pods = Watch(api);
        await pods.ExpectAsync("+hpc~a", "+hpc~b", "synced");
        var watch = (await api.NextWatchAsync("pods", Deadline)).Accept();
        Assert.Equal("10", watch.Version);
        Assert.Equal("app.kubernetes.io/managed-by=lustre-supervisor", watch.Request.Query["labelSelector"]);
        watch.Send("ADDED", Pod("c", 11));
        watch.Send("MODIFIED", Pod("a", 12));
        watch.Send("DELETED", Pod("b", 13));
        await pods.ExpectAsync("+hpc~c", "+hpc~a", "-hpc~b");
    }

    [Fact(Timeout = 30_000)]
    public async Task Reads_a_long_list_page_by_page()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = request => request.Query.ContainsKey("continue")
            ? FakeAnswer.List("10", Pod("b", 2))
            : new FakeAnswer(200, $$$"""{"metadata":{"resourceVersion":"10","continue":"next/1"},"items":[{{{Pod("a", 1)}}}]}""");
        await using var pods = Watch(api);
        await pods.ExpectAsync("+hpc~a", "+hpc~b", "synced");
        Assert.Equal(["", "next/1"], api.Requests.Select(request => request.Query.GetValueOrDefault("continue", "")));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Goes_on_from_the_last_version_when_a_watch_ends(bool broken)
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.List("10");
        await using var pods = Watch(api);
        await pods.ExpectAsync("synced");
        var watch = (await api.NextWatchAsync("pods", Deadline)).Accept();
        watch.Send("ADDED", Pod("a", 11));
        watch.Send("BOOKMARK", """{"metadata":{"resourceVersion":"20"}}""");
        watch.Send("ADDED", Pod("b", 21));
        await pods.ExpectAsync("+hpc~a", "+hpc~b");
        if (broken)
            watch.Abort();
        else
            watch.Close();
        var next = (await api.NextWatchAsync("pods", Deadline)).Accept();
        Assert.Equal("21", next.Version);
        Assert.Single(api.Requests);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("status")]
    [InlineData("event")]
    public async Task Lists_again_when_its_version_is_gone_and_tells_what_vanished(string how)
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.List("10", Pod("a", 1), Pod("b", 2));
        await using var pods = Watch(api);
        await pods.ExpectAsync("+hpc~a", "+hpc~b", "synced");
        var watch = await api.NextWatchAsync("pods", Deadline);
        api.Answer = _ => FakeAnswer.List("50", Pod("b", 2), Pod("c", 40));
        if (how == "status")
        {
            watch.Refuse(FakeAnswer.Refusal(410, "Expired"));
        }
        else
        {
            watch.Accept();
            watch.Send("ERROR", FakeAnswer.Refusal(410, "Expired").Body);
        }

        await pods.ExpectAsync("+hpc~b", "+hpc~c", "-hpc~a", "synced");
        Assert.Equal("50", (await api.NextWatchAsync("pods", Deadline)).Accept().Version);
    }

    [Fact(Timeout = 30_000)]
    public async Task Is_stale_while_the_server_does_not_answer_and_synced_after()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => Down;
        await using var pods = Watch(api);
        await pods.ExpectAsync("stale");
        api.Answer = _ => FakeAnswer.List("10", Pod("a", 1));
        await pods.ExpectAsync("+hpc~a", "synced");
        var watch = (await api.NextWatchAsync("pods", Deadline)).Accept();
        watch.Send("MODIFIED", Pod("a", 11));
        await pods.ExpectAsync("+hpc~a");
        api.Answer = _ => Down;
        watch.Abort();
        (await api.NextWatchAsync("pods", Deadline)).Refuse(Down);
        await pods.ExpectAsync("stale");
        api.Answer = _ => FakeAnswer.List("12");
        await pods.ExpectAsync("-hpc~a", "synced");
    }

    [Fact(Timeout = 30_000)]
    public async Task Does_not_trust_a_silent_watch()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.List("10", Pod("a", 1));
        await using var pods = Watch(api, new InformerLimits { Silence = TimeSpan.FromMilliseconds(100) });
        await pods.ExpectAsync("+hpc~a", "synced");
        (await api.NextWatchAsync("pods", Deadline)).Accept();
        await pods.ExpectAsync("stale", "+hpc~a", "synced");
    }

    [Fact(Timeout = 30_000)]
    public async Task Ends_with_its_consumer()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.List("10");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Source(api, new InformerLimits()).WatchAsync(stop.Token))
                await stop.CancelAsync();
        });
    }

    private static ChangeReader<PodFact> Watch(FakeApi api, InformerLimits? limits = null) =>
        new(Source(api, limits ?? new InformerLimits()), Deadline);

    private static PodSource Source(FakeApi api, InformerLimits limits) =>
        new(api.Client, api.Settings, limits, TimeProvider.System, NullLogger<PodSource>.Instance);

    private static string Pod(string name, int version) => $$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"hpc","uid":"uid-{{{name}}}","resourceVersion":"{{{version}}}"}}
        """.Trim();
}
