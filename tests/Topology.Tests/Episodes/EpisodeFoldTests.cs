using CsCheck;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Episodes;

/// <summary>Given a server's past, these were its interruptions.</summary>
public sealed class EpisodeFoldTests
{
    [Fact]
    public void A_first_start_is_no_interruption()
    {
        var log = Of(Past.Declared(), Past.Serving());
        Assert.Null(log.Open);
        Assert.Empty(log.Recent);
        Assert.Equal(EpisodeTotals.None, log.Totals);
    }

    [Fact]
    public void A_crash_in_the_same_kernel_is_a_restart()
    {
        var log = Of(Past.Declared(), Past.Serving(), Past.Crashed(at: 100), Past.ServingAgain(2, node: 1, at: 103));
        var episode = Assert.Single(log.Recent);
        Assert.Equal((EpisodeOutcome.Restart, "Reason", "node1", "node1", 1), (episode.Outcome, episode.Cause, episode.FromNode, episode.ToNode, episode.Lives));
        Assert.Equal((TimeSpan.FromSeconds(3), null), (episode.Parts.BackOff, episode.Proof));
        Assert.Equal(1, log.Totals.Restarts[EpisodeCauses.Other]);
        Assert.Empty(log.Totals.Failovers);
        Assert.Null(log.Totals.LastFailover);
    }

    [Fact]
    public void A_lost_node_is_a_failover_whose_parts_are_told_apart()
    {
        var log = Of(
            Past.Declared(), Past.Serving(), Past.AwaitingProof(at: 100), Proved(ProofKind.NodeFenced, 130), Past.Claimed(2, node: 2, at: 131),
            Mounted(2, mountAt: 135, mountedAt: 175, servingAt: 215));
        var episode = Assert.Single(log.Recent);
        Assert.Equal(EpisodeOutcome.Failover, episode.Outcome);
        Assert.Equal(("NodeLost", "node1", "node2", ProofKind.NodeFenced), (episode.Cause, episode.FromNode, episode.ToNode, episode.Proof!.Value));
        Assert.Equal((Sample.Kernel(1), Sample.Kernel(2)), (episode.FromKernel, episode.ToKernel));
        Assert.Equal(new EpisodeParts(Seconds(0), Seconds(30), Seconds(1), Seconds(0), Seconds(4), Seconds(40), Seconds(40)), episode.Parts);
        Assert.Equal((Seconds(115), Moment.At(215)), (episode.Parts.Total, episode.Ended));
        Assert.Equal(1, log.Totals.Failovers[new FailoverKey("NodeLost", "NodeFenced")]);
        Assert.Equal((1, 115.0), (log.Totals.FailoverTimes["NodeLost"].Count, log.Totals.FailoverTimes["NodeLost"].Sum));
        Assert.Equal((30.0, 40.0), (log.Totals.ProofWaits["NodeFenced"].Sum, log.Totals.RecoveryTimes.Sum));
    }

    [Fact]
    public void A_reboot_of_the_same_node_is_a_failover_too_for_the_kernel_is_another()
    {
        var log = Of(
            Past.Declared(), Past.Serving(), Past.AwaitingProof(at: 10), Proved(ProofKind.KernelGone, 40),
            [
                new IncarnationPlanned(Moment.Meta(41), Sample.Id(2), "node1", "fit"),
                new IncarnationStarted(Moment.Meta(42), 2, Sample.Kernel(1, boot: 2), "pod-2"),
            ],
            Mounted(2, 42, 43, 44));
        Assert.Equal((EpisodeOutcome.Failover, "node1", "node1"), (log.Recent[0].Outcome, log.Recent[0].FromNode, log.Recent[0].ToNode));
    }

    [Theory]
    [InlineData("a better node", EpisodeCauses.Ordered)]
    [InlineData("declared window", EpisodeCauses.Failback)]
    public void A_move_has_its_order_as_its_cause_and_its_unmount_as_its_proof(string statement, string cause)
    {
        var log = Of(
            Past.Declared(), Past.Serving(),
            [new MoveRequested(Moment.Meta(5), "node2", statement), new UnmountRequested(Moment.Meta(5), 1)],
            Proved(ProofKind.Unmounted, 8), Past.ServingAgain(2, node: 2, at: 9));
        Assert.Equal((cause, Seconds(3)), (log.Recent[0].Cause, log.Recent[0].ProofWait));
        Assert.Equal(1, log.Totals.Failovers[new FailoverKey(cause, "Unmounted")]);
    }

    [Fact]
    public void A_drain_is_one_of_a_removed_pod()
    {
        var log = Of(Past.Declared(), Past.Serving(), [new UnmountRequested(Moment.Meta(5), 1)]);
        Assert.Equal(EpisodeCauses.PodRemoved, log.Open!.Cause);
    }

    [Fact]
    public void A_life_that_goes_on_was_a_false_alarm()
    {
        var log = Of(
            Past.Declared(), Past.Serving(), Past.AwaitingProof(at: 10),
            [new LifeContinued(Moment.Meta(20), 1), new ServingStarted(Moment.Meta(21), 1, "COMPLETE")]);
        Assert.Equal((EpisodeOutcome.Continued, Seconds(11)), (log.Recent[0].Outcome, log.Recent[0].Parts.Total));
        Assert.Equal(1, log.Totals.FalseAlarms["NodeLost"]);
        Assert.Equal(0, log.Totals.RecoveryTimes.Count);
    }

    [Fact]
    public void Failures_until_it_serves_are_one_interruption()
    {
        var log = Of(Past.Declared(), Past.Serving(), Past.Crashed(at: 10), Past.Claimed(2, at: 12), Past.Crashed(2, at: 13), Past.ServingAgain(3, at: 20));
        Assert.Equal((2, Seconds(10), Moment.At(10)), (log.Recent[0].Lives, log.Recent[0].Parts.Total, log.Recent[0].Began));
        Assert.Equal(1, log.Totals.Restarts.Values.Sum());
    }

    [Fact]
    public void What_goes_on_has_the_time_until_now()
    {
        var log = Of(Past.Declared(), Past.Serving(), Past.Quarantined(at: 10));
        Assert.Equal(Seconds(50), EpisodeFold.OpenAt(log, Moment.At(60))!.Parts.Person);
        Assert.Null(EpisodeFold.OpenAt(EpisodeLog.Empty, Moment.At(60)));
    }

    [Fact]
    public void Only_the_last_are_remembered_and_all_are_counted()
    {
        ServerEvent[][] past = [Past.Declared(), Past.Serving()];
        var crashes = Enumerable.Range(2, 80).SelectMany(n => (ServerEvent[][])[Past.Crashed(n - 1, at: n), Past.ServingAgain(n, at: n + 0.5)]);
        var log = Of([.. past, .. crashes]);
        Assert.Equal((EpisodeLog.RecentMax, 80), (log.Recent.Length, log.Totals.Restarts[EpisodeCauses.Other]));
        Assert.Equal(Moment.At(81), log.Recent[^1].Began);
    }

    [Fact]
    public void Refused_orders_are_counted_by_their_rule() =>
        Assert.Equal(1, Of(Past.Declared(), [new OrderRefused(Moment.Meta(1), "Release", "NotQuarantined", "it serves")]).Totals.Refusals["NotQuarantined"]);

    /// <summary>Any order of times, forwards or back, and any order of events: nothing throws, and no part is ever negative.</summary>
    [Fact]
    public void Parts_are_never_negative_whatever_the_clock_does() =>
        Gen.Select(Gen.Int[0, 7], Gen.Double[-100, 100]).Array[0, 40].Sample(steps =>
        {
            var log = Of(Past.Declared(), [.. steps.Select(s => Step(s.Item1, s.Item2))]);
            Assert.All(log.Recent, e => Assert.True(e.Parts.Total >= TimeSpan.Zero && e.ProofWait >= TimeSpan.Zero));
            Assert.Equal(log.Totals.FailoverTimes.Values.Sum(t => t.Count), log.Totals.Failovers.Values.Sum());
        });

    private static ServerEvent Step(int kind, double at) => kind switch
    {
        0 => Past.AwaitingProof(at: at)[0],
        1 => Past.AwaitingProof(at: at)[1],
        2 => Proved(ProofKind.NodeFenced, at)[0],
        3 => Past.Claimed(2, node: 2, at: at)[0],
        4 => Past.Claimed(2, node: 2, at: at)[2],
        5 => new TargetMounted(Moment.Meta(at), 2, Sample.DeviceUuid),
        6 => new UnmountRequested(Moment.Meta(at), 2),
        _ => new ServingStarted(Moment.Meta(at), 2, "COMPLETE"),
    };

    private static EpisodeLog Of(params ServerEvent[][] history) => history.SelectMany(h => h).Aggregate(EpisodeLog.Empty, EpisodeFold.Apply);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static ServerEvent[] Proved(ProofKind kind, double at) =>
    [
        new DeathProved(Moment.Meta(at), new DeathProof(kind, 1, Sample.Kernel(1), "seen")),
        new BackOffStarted(Moment.Meta(at), Moment.At(at), 0, "node1"),
    ];

    private static ServerEvent[] Mounted(long number, double mountAt, double mountedAt, double servingAt) =>
    [
        new MountRequested(Moment.Meta(mountAt), number),
        new TargetMounted(Moment.Meta(mountedAt), number, Sample.DeviceUuid),
        new ServingStarted(Moment.Meta(servingAt), number, "COMPLETE"),
    ];
}
