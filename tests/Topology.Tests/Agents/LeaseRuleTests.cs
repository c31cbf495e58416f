using CsCheck;
using LustreSupervisor.Topology.Agents.Leases;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class LeaseRuleTests
{
    private static readonly KernelId Kernel = new("uuid-1", "boot-1");

    private static readonly IncarnationId Mine = new(2, 7, "n");

    [Theory]
    [InlineData(null, "Take")]
    [InlineData("", "Take")]
    [InlineData("2.6.x", "Take")]
    [InlineData("1.99.x", "Take")]
    [InlineData("2.7.n", "Mine")]
    [InlineData("2.7.x", "IncarnationContested")]
    [InlineData("2.8.n", "StaleIncarnation")]
    [InlineData("3.1.n", "StaleIncarnation")]
    [InlineData("somebody-else", "LeaseForeign")]
    public void The_holder_decides(string? holder, string expected) =>
        Assert.Equal(expected, Name(LeaseRule.Decide(new LeaseClaim(holder, null), Mine, Kernel, Rules.All)));

    [Fact]
    public void An_absent_Lease_is_taken() => Assert.Equal("Take", Name(LeaseRule.Decide(null, Mine, Kernel, Rules.All)));

    [Theory]
    [InlineData(null)]
    [InlineData("2.6.x")]
    [InlineData("2.7.n")]
    public void An_annotated_Lease_is_left_alone_by_everybody(string? holder)
    {
        var claim = new LeaseClaim(holder, null) { HandsOff = "e2fsck runs", Lift = "kubectl annotate" };
        var refuse = Assert.IsType<LeaseVerdict.Refuse>(LeaseRule.Decide(claim, Mine, Kernel, Rules.All));
        Assert.Equal((FaultKind.Transient, FaultReasons.HandsOff), (refuse.Fault.Kind, refuse.Fault.Reason));
        Assert.Contains("e2fsck runs", refuse.Fault.Message, StringComparison.Ordinal);
        Assert.Contains("kubectl annotate", refuse.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uuid-1/boot-1", "Mine")]
    [InlineData("uuid-1/boot-0", "NodeRebooted")]
    [InlineData("uuid-2/boot-1", "IncarnationMoved")]
    public void An_incarnation_lives_on_one_kernel(string kernel, string expected) =>
        Assert.Equal(expected, Name(LeaseRule.Decide(new LeaseClaim(Mine.ToString(), kernel), Mine, Kernel, Rules.All)));

    [Fact]
    public void Of_two_incarnations_at_most_one_gets_past_the_other()
    {
        var incarnation = Gen.Select(Gen.Long[0, 3], Gen.Long[0, 3], Gen.Bool.Select(b => b ? "a" : "b"), (e, n, c) =>
            new IncarnationId(e, n, c));
        Gen.Select(incarnation, incarnation).Sample((a, b) =>
        {
            var first = LeaseRule.Decide(new LeaseClaim(b.ToString(), null), a, Kernel, Rules.All) is LeaseVerdict.Take;
            var second = LeaseRule.Decide(new LeaseClaim(a.ToString(), null), b, Kernel, Rules.All) is LeaseVerdict.Take;
            Assert.False(first && second);
        });
    }

    private static string Name(LeaseVerdict verdict) => verdict is LeaseVerdict.Refuse(var fault) ? fault.Reason : verdict.GetType().Name;
}
