using Akka.Actor;
using Akka.TestKit;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Tests.Fakes;

namespace LustreSupervisor.Actors.Tests.Cache;

/// <summary>Subscribers hear the fact of their key once the view is complete, then every change, and nothing else.</summary>
public sealed class WatchActorTests(ITestOutputHelper output) : Stage(output)
{
    private readonly FakeFacts<string> _facts = new();
    private readonly List<string> _sink = [];

    [Fact]
    public async Task The_fact_is_told_only_when_the_view_is_complete()
    {
        var (_, probe) = Subscribe("a");
        _facts.Upsert("a", "one");
        await Until(() => Sink().Contains("a=one"), "the view has it");
        await probe.ExpectNoMsgAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        _facts.Synced();
        await Hears(probe, "one");
    }

    [Fact]
    public async Task A_late_subscriber_hears_the_current_fact_at_once_and_then_changes_of_its_key()
    {
        var watch = Watch();
        _facts.Upsert("a", "one");
        _facts.Synced();
        await Until(() => Sink().Contains("current=True"), "the view is complete");
        var probe = CreateTestProbe();
        watch.Tell(new SubscribeFact("a"), probe);
        await Hears(probe, "one");
        _facts.Upsert("b", "stranger");
        _facts.Upsert("a", "two");
        _facts.Removed("a");
        await Hears(probe, "two");
        await Hears(probe, null);
    }

    [Fact]
    public async Task Of_a_key_that_does_not_exist_it_hears_so()
    {
        var (_, probe) = Subscribe("a");
        _facts.Synced();
        await Hears(probe, null);
    }

    [Fact]
    public async Task While_the_view_is_stale_nothing_is_told_and_everything_after()
    {
        var (_, probe) = Subscribe("a");
        _facts.Synced();
        await Hears(probe, null);
        _facts.Stale("API unreachable");
        _facts.Upsert("a", "one");
        await Until(() => Sink().Contains("a=one"), "the view has it");
        Assert.Contains("current=False", Sink());
        await probe.ExpectNoMsgAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        _facts.Synced();
        await Hears(probe, "one");
    }

    [Fact]
    public async Task A_source_that_breaks_makes_the_view_stale_and_is_run_again()
    {
        var (_, probe) = Subscribe("a");
        _facts.Upsert("a", "one");
        _facts.Synced();
        await Hears(probe, "one");
        _facts.Break(new InvalidOperationException("a bug"));
        await Until(() => Sink().Contains("current=False"), "the view is stale", stepMilliseconds: 1);
        _facts.Upsert("a", "two");
        _facts.Synced();
        await Until(() => Sink().Contains("a=two"), "the source runs again");
        await Hears(probe, "two");
    }

    [Fact]
    public async Task What_vanished_while_the_source_was_broken_is_removed()
    {
        var (_, probe) = Subscribe("a");
        _facts.Upsert("a", "one");
        _facts.Upsert("b", "stays");
        _facts.Synced();
        await Hears(probe, "one");
        _facts.Break(new InvalidOperationException("a bug"));
        _facts.Upsert("b", "stays");
        _facts.Synced();
        await Until(() => Sink().Contains("-a"), "the removal is made up for");
        Assert.DoesNotContain("-b", Sink());
        await Hears(probe, null);
    }

    [Fact]
    public async Task A_subscriber_that_ended_is_told_nothing_more()
    {
        var (watch, probe) = Subscribe("a");
        _facts.Synced();
        await Hears(probe, null);
        Sys.Stop(probe);
        var other = CreateTestProbe();
        watch.Tell(new SubscribeFact("a"), other);
        await Hears(other, null);
        _facts.Upsert("a", "one");
        await Hears(other, "one");
    }

    private (IActorRef Watch, TestProbe Probe) Subscribe(string key)
    {
        var (watch, probe) = (Watch(), CreateTestProbe());
        watch.Tell(new SubscribeFact(key), probe);
        return (watch, probe);
    }

    private IActorRef Watch()
    {
        var sink = new FactSink<string>((key, _, fact) => Note($"{key}={fact}"), key => Note($"-{key}"), current => Note($"current={current}"));
        return Sys.ActorOf(Props.Create(() => new WatchActor<string>(_facts, sink)));
    }

    private void Note(string entry)
    {
        lock (_sink)
            _sink.Add(entry);
    }

    private List<string> Sink()
    {
        lock (_sink)
            return [.. _sink];
    }

    private static async Task Hears(TestProbe probe, string? fact) => Assert.Equal(
        fact, (await probe.ExpectMsgAsync<FactIs<string>>(TimeSpan.FromSeconds(30), cancellationToken: TestContext.Current.CancellationToken)).Fact);
}
