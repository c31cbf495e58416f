using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Tests.Kubernetes;
using LustreSupervisor.Topology.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Conformance.Adapter;

/// <summary>The supervisor's view of the cluster is never silently out of date.</summary>
public sealed class InformerTests(ConformanceCluster cluster) : AdapterTest(cluster)
{
    private static readonly InformerLimits Quick = new() { Silence = TimeSpan.FromSeconds(1), RetryMax = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Changes_arrive_as_they_happen()
    {
        await MakeAsync("a");
        await using var pods = Watch(new InformerLimits());
        await pods.ExpectAsync($"+{Namespace}~a", "synced");
        await MakeAsync("b");
        await pods.ExpectAsync($"+{Namespace}~b");
        await EndAsync("a");
        Assert.Equal($"-{Namespace}~a", await NextOfAsync(pods, "-"));
    }

    [Fact]
    public async Task A_silent_watch_is_noticed_and_what_vanished_meanwhile_is_told()
    {
        await MakeAsync("a");
        await MakeAsync("b");
        Line.Fate = WatchFate.FallsSilent;
        await using var pods = Watch(Quick);
        await pods.ExpectAsync($"+{Namespace}~a", $"+{Namespace}~b", "synced");
        await EndAsync("a");
        Assert.Equal("stale", await pods.NextAsync());
        Line.Fate = WatchFate.Passes;
        Assert.Equal($"-{Namespace}~a", await NextOfAsync(pods, "-"));
        await MakeAsync("c");
        Assert.Equal($"+{Namespace}~c", await NextOfAsync(pods, $"+{Namespace}~c"));
    }

    [Fact]
    public async Task A_version_that_is_gone_means_a_new_list_and_deletes_are_made_up_for()
    {
        await MakeAsync("a");
        await MakeAsync("b");
        Line.Fate = WatchFate.IsTooOld;
        Line.BeforeWatch = async () =>
        {
            if (Line.Watches > 1) return;
            await EndAsync("a");
            await MakeAsync("c");
        };
        await using var pods = Watch(Quick);
        await pods.ExpectAsync($"+{Namespace}~a", $"+{Namespace}~b", "synced");
        Line.Fate = WatchFate.Passes;
        var told = new List<string>();
        while (!told.Contains($"-{Namespace}~a") || !told.Contains($"+{Namespace}~c")) told.Add(await pods.NextAsync());
        Assert.DoesNotContain($"-{Namespace}~b", told);
        Assert.DoesNotContain($"-{Namespace}~c", told);
    }

    private ChangeReader<PodFact> Watch(InformerLimits limits) =>
        new(new PodSource(Adapter, Settings, limits, TimeProvider.System, NullLogger<PodSource>.Instance), Ct);

    private static async Task<string> NextOfAsync(ChangeReader<PodFact> pods, string beginning)
    {
        while (true)
        {
            var next = await pods.NextAsync();
            if (next.StartsWith(beginning, StringComparison.Ordinal)) return next;
        }
    }

    /// <summary>A pod that nobody runs: it is bound to a node that does not exist.</summary>
    private async Task MakeAsync(string name)
    {
        await ServiceAccounts.AwaitDefaultAsync(Api, Namespace);
        (await Api.PostAsync(Core("pods"), $$"""
            {"metadata":{"name":"{{name}}","labels":{"app.kubernetes.io/managed-by":"lustre-supervisor"} },
            "spec":{"nodeName":"no-such-node","containers":[{"name":"main","image":"none"}]} }
            """)).Must(201);
    }

    private async Task EndAsync(string name) => (await Api.DeleteAsync(Core($"pods/{name}"), """{"gracePeriodSeconds":0}""")).Must(200);
}
