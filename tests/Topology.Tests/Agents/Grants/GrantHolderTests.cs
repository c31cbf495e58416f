using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Topology.Tests.Agents.Grants;

public sealed class GrantHolderTests
{
    private static readonly ImmutableArray<GrantSet> Four = [new("hpc/scratch", ["a", "b", "c", "d"], 30)];

    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(1);

    [Fact]
    public void It_counts_itself_and_a_tie_loses()
    {
        var two = new GrantHolder("a").Granted("b", Asked, 30);
        Assert.False(two.MayFeed(Four, Asked));
        Assert.True(two.Granted("c", Asked, 30).MayFeed(Four, Asked));
        Assert.Equal(["c", "d"], two.Silent(Four, Asked));
    }

    [Fact]
    public void A_grant_ends_counted_from_the_question()
    {
        var held = new GrantHolder("a").Granted("b", Asked, 30).Granted("c", Asked + TimeSpan.FromSeconds(9), 30);
        Assert.True(held.MayFeed(Four, Asked + TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1)));
        Assert.False(held.MayFeed(Four, Asked + TimeSpan.FromSeconds(30)));
        Assert.Equal(Asked + TimeSpan.FromSeconds(30), held.FedUntil(Four, Asked));
    }

    [Fact]
    public void The_answer_to_an_older_question_does_not_shorten_what_is_held()
    {
        var held = new GrantHolder("a").Granted("b", Asked, 30).Granted("c", Asked, 30).Granted("c", Asked - TimeSpan.FromSeconds(20), 30);
        Assert.Equal(Asked + TimeSpan.FromSeconds(30), held.FedUntil(Four, Asked));
    }

    [Fact]
    public void A_set_that_wants_shorter_grants_is_obeyed_at_once_and_longer_ones_have_to_be_asked_for()
    {
        var held = new GrantHolder("a").Granted("b", Asked, 30).Granted("c", Asked, 30);
        Assert.False(held.MayFeed([Four[0] with { GrantSeconds = 5 }], Asked + TimeSpan.FromSeconds(5)));
        Assert.False(held.MayFeed([Four[0] with { GrantSeconds = 600 }], Asked + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Every_set_in_force_has_to_agree()
    {
        var held = new GrantHolder("a").Granted("b", Asked, 30).Granted("c", Asked, 30);
        Assert.False(held.MayFeed([Four[0], new GrantSet("hpc/home", ["a", "x", "y"], 30)], Asked));
        Assert.Null(held.FedUntil([Four[0], new GrantSet("hpc/home", ["a", "x", "y"], 30)], Asked));
    }
}
