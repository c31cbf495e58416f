using CsCheck;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>How long a crashed server waits, and when it is not tried any more.</summary>
public sealed class BackOffTests
{
    private static readonly RestartSpec Limits = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(8, 60)]
    [InlineData(1_000_000, 60)]
    public void The_wait_doubles_from_one_second_to_sixty(int step, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackOff.Delay(Limits, step, 0));

    [Fact]
    public void Jitter_only_adds_and_at_most_a_fifth() => Gen.Select(Gen.Int[1, 100], Gen.Double[0, 0.999999]).Sample((step, unit) =>
    {
        var bare = BackOff.Delay(Limits, step, 0);
        var wait = BackOff.Delay(Limits, step, unit);
        return wait >= bare && wait <= bare * (1 + BackOff.JitterShare);
    });

    [Fact]
    public void Two_servers_of_one_crash_do_not_come_back_in_step()
    {
        var first = Story.OfServer(Past.Declared(), Past.Serving()).Dice(1UL << 63).When(Crash(1)).State.RetryAt;
        var second = Story.OfServer(Past.Declared(), Past.Serving()).Dice(1UL << 62).When(Crash(1)).State.RetryAt;
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Failures_in_a_row_raise_the_step() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(step: 3), Past.ServingAgain(2, at: 100))
            .At(100 + 299)
            .When(Crash(2))
            .And(s => Assert.Equal(4, s.BackoffStep))
            .And(s => Assert.Equal(Moment.At(100 + 299 + 8), s.RetryAt));

    [Fact]
    public void Five_minutes_of_serving_reset_the_step() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(step: 3), Past.ServingAgain(2, at: 100))
            .At(100 + 300)
            .When(Crash(2))
            .And(s => Assert.Equal(1, s.BackoffStep))
            .And(s => Assert.Equal(Moment.At(100 + 300 + 1), s.RetryAt));

    [Fact]
    public void No_life_is_planned_before_its_time() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(retryAt: 8))
            .At(7.9).When(new Proceed(Sample.Nodes)).ThenNothing()
            .At(8).When(new Proceed(Sample.Nodes)).And(s => Assert.Equal(ServerPhase.Starting, s.Phase));

    [Fact]
    public void The_eleventh_failure_in_ten_minutes_quarantines_with_the_history() => Flapping(times: 10, everySeconds: 59)
        .At(10 * 59)
        .When(Crash(11))
        .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase))
        .And(s => Assert.Equal(FaultReasons.BudgetSpent, s.LastFault!.Reason))
        .And(s => Assert.Equal(11, s.Failures.Length))
        .And(s => Assert.Contains("more than 10 failures in 600 s; last: ContainerEnded", s.LastFault!.Message, StringComparison.Ordinal));

    [Fact]
    public void Ten_failures_in_ten_minutes_are_borne() => Flapping(times: 9, everySeconds: 1)
        .At(100)
        .When(Crash(10))
        .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase));

    [Fact]
    public void Failures_outside_the_window_do_not_count() => Flapping(times: 10, everySeconds: 60)
        .At(10 * 60)
        .When(Crash(11))
        .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase));

    [Fact]
    public void The_limits_are_those_of_the_declared_file_system()
    {
        var strict = Sample.Spec with { Healing = new HealingSpec { Restarts = new RestartSpec { MaxInWindow = 1, BackoffMinSeconds = 5 } } };
        Story.OfServer(Past.Declared(strict), Past.Serving())
            .When(Crash(1))
            .And(s => Assert.Equal(Moment.At(5), s.RetryAt))
            .Given(Past.ServingAgain(2))
            .When(Crash(2))
            .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase));
    }

    /// <summary>So many lives crashed one after the other, and the next one serves.</summary>
    private static Scenario<ServerState, ServerCommand, ServerEvent> Flapping(int times, double everySeconds)
    {
        var story = Story.OfServer(Past.Declared(), Past.Serving());
        for (var life = 1; life <= times; life++)
            story.Given([.. Past.Crashed(life, (life - 1) * everySeconds), .. Past.ServingAgain(life + 1, at: (life - 1) * everySeconds)]);
        return story;
    }

    private static FailIncarnation Crash(long number) =>
        new(number, Sample.Fault(FaultKind.PodCrashed, "ContainerEnded"), Sample.Pod(number));
}
