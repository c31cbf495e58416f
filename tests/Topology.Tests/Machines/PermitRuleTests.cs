using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Topology.Tests.Machines;

/// <summary>A fence is carried out only as long as somebody asks for it.</summary>
public sealed class PermitRuleTests
{
    [Fact]
    public void A_permit_that_is_repeated_allows_the_next_attempt() =>
        Assert.True(PermitRule.Allows(MachineDecider.PermitLives - TimeSpan.FromTicks(1), Rules.All));

    [Fact]
    public void A_permit_that_nobody_repeats_allows_nothing()
    {
        Assert.False(PermitRule.Allows(MachineDecider.PermitLives, Rules.All));
        Assert.False(PermitRule.Allows(null, Rules.All));
    }

    [Fact]
    public void Rule_FenceNeedsLivePermit_is_consulted() =>
        Assert.True(PermitRule.Allows(null, new Rules(Rules.All.Active.Remove(Rule.FenceNeedsLivePermit))));
}
