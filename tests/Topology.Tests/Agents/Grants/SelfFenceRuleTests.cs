using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents.Grants;

public sealed class SelfFenceRuleTests
{
    private static readonly GrantSet Three = new("hpc/scratch", ["a", "b", "c"], 30);

    private static readonly (string, KernelId) Victim = ("a", new KernelId("A", "boot"));

    [Fact]
    public void Both_others_of_three_prove_it() =>
        Assert.True(SelfFenceRule.Judge(Three, Victim, [Lapsed("b"), Lapsed("c")], TimeSpan.Zero).Holds);

    [Theory]
    [InlineData("b", "b")]
    [InlineData("b", "a")]
    [InlineData("b", "x")]
    public void Nobody_counts_twice_nor_the_node_itself_nor_a_stranger(string one, string other) =>
        Assert.False(SelfFenceRule.Judge(Three, Victim, [Lapsed(one), Lapsed(other)], TimeSpan.Zero).Holds);

    [Fact]
    public void A_kernel_of_the_victims_machine_is_no_witness_whatever_its_node_is_called() => Assert.False(
        SelfFenceRule.Judge(Three, Victim, [Lapsed("b"), Lapsed("c") with { Witness = new KernelId("A", "next") }], TimeSpan.Zero).Holds);

    [Fact]
    public void One_machine_under_two_names_counts_once() => Assert.False(
        SelfFenceRule.Judge(Three, Victim, [Lapsed("b"), Lapsed("c") with { Witness = Lapsed("b").Witness }], TimeSpan.Zero).Holds);

    [Fact]
    public void Answers_that_are_too_far_apart_do_not_count_together() => Assert.False(
        SelfFenceRule.Judge(Three, Victim, [Lapsed("b"), Lapsed("c")], GrantTimes.RoundMax + TimeSpan.FromTicks(1)).Holds);

    [Fact]
    public void Half_of_a_set_is_no_majority() => Assert.False(
        SelfFenceRule.Judge(Three with { Nodes = ["a", "b", "c", "d"] }, Victim, [Lapsed("b"), Lapsed("c")], TimeSpan.Zero).Holds);

    [Fact]
    public void Two_nodes_can_prove_nothing_and_it_is_said()
    {
        var verdict = SelfFenceRule.Judge(Three with { Nodes = ["a", "b"] }, Victim, [Lapsed("b")], TimeSpan.Zero);
        Assert.Equal(new SelfFenceVerdict(false, "hpc/scratch has 2 service nodes; a death can be proved by at least 3"), verdict);
    }

    [Fact]
    public void Who_still_grants_and_who_is_silent_is_said()
    {
        ImmutableArray<WitnessAnswer> answers = [new("b", new KernelId("B", "boot"), false, "grants, 12 s left"), new("c", null, false, "does not answer")];
        Assert.Equal(
            "0 of the 3 nodes of hpc/scratch have let their grants lapse, 2 are needed: b: grants, 12 s left; c: does not answer",
            SelfFenceRule.Judge(Three, Victim, answers, TimeSpan.Zero).Text);
    }

    private static WitnessAnswer Lapsed(string node) => new(node, new KernelId(node.ToUpperInvariant(), "boot"), true, "lapsed");
}
