using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Episodes;

/// <summary>What is counted, and within which bounds.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.001, 1)]
    [InlineData(7200, 15)]
    [InlineData(7201, 16)]
    public void A_bound_belongs_to_what_it_bounds(double seconds, int slot) =>
        Assert.Equal(1, Distribution.Empty.With(TimeSpan.FromSeconds(seconds)).Counts[slot]);

    [Fact]
    public void Sums_are_those_of_both()
    {
        var one = Distribution.Empty.With(TimeSpan.FromSeconds(3));
        Assert.Equal(one.With(TimeSpan.FromSeconds(40)), one.Plus(Distribution.Empty.With(TimeSpan.FromSeconds(40))));
    }

    [Fact]
    public void A_reason_that_is_not_known_makes_no_series_of_its_own()
    {
        Assert.Equal("NodeLost", EpisodeCauses.Label("NodeLost"));
        Assert.Equal(EpisodeCauses.Other, EpisodeCauses.Label("made up by an agent"));
    }

    [Fact]
    public void Fences_are_counted_by_agents_and_end()
    {
        EventMeta now = Moment.NoMeta;
        MachineEvent[] history =
        [
            new FenceRequested(now, "boot", ["redfish", "exec"], "scratch"),
            new FenceAttemptFailed(now, "boot", "no answer", Moment.Zero),
            new FenceAttemptFailed(now, "boot", "no answer", Moment.Zero),
            new FenceConfirmed(now, "boot", "exec", "off") { Kind = ProofKind.NodeFenced },
        ];
        var tally = history.Aggregate(FenceTally.Empty, (t, e) => t.Apply(e));
        Assert.Equal(2, tally.Counts[new FenceKey("redfish,exec", "failed")]);
        Assert.Equal(1, tally.Counts[new FenceKey("exec", "confirmed")]);
    }
}
