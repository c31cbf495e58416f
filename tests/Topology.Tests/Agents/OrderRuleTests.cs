using CsCheck;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class OrderRuleTests
{
    private static readonly Fault MgsDown = new(FaultKind.MgsUnreachable, "r", "m");

    private static readonly Fault Foreign = new(FaultKind.Target, "r", "m");

    private static readonly DeskState Idle = new(AgentPhase.Idle, null, false, null, null, false);

    public static TheoryData<string, DeskState, TargetOperation, string> Table => new()
    {
        { "first order", Idle, TargetOperation.Mount, "Run" },
        { "the same under way", Idle with { RunningKey = "k" }, TargetOperation.Mount, "Join" },
        { "another under way", Idle with { RunningKey = "other" }, TargetOperation.Mount, "Busy" },
        { "another hung", Idle with { RunningKey = "other", RunningHung = true }, TargetOperation.Mount, "OperationStillHung" },
        { "unmount while a mount hangs", Idle with { RunningKey = "other", RunningHung = true }, TargetOperation.Unmount,
            "OperationStillHung" },
        { "the same succeeded", Idle with { Phase = AgentPhase.Mounted, LastKey = "k" }, TargetOperation.Mount, "Recall" },
        { "the same failed for good", Idle with { LastKey = "k", LastFault = Foreign }, TargetOperation.Mount, "Recall" },
        { "the same failed, journaled", Idle with { LastKey = "k", LastFault = Foreign, LastAcknowledged = true }, TargetOperation.Mount,
            "Run" },
        { "the same met no MGS", Idle with { LastKey = "k", LastFault = MgsDown }, TargetOperation.Mount, "Run" },
        { "format, then mount", Idle with { LastKey = "format" }, TargetOperation.Mount, "Run" },
        { "unmount what is mounted", Idle with { Phase = AgentPhase.Mounted, LastKey = "mount" }, TargetOperation.Unmount, "Run" },
        { "unmount once more", Idle with { Phase = AgentPhase.Ended, LastKey = "k" }, TargetOperation.Unmount, "Run" },
        { "mount after unmount", Idle with { Phase = AgentPhase.Ended, LastKey = "unmount" }, TargetOperation.Mount, "LifeOver" },
        { "format after unmount", Idle with { Phase = AgentPhase.Ended, LastKey = "unmount" }, TargetOperation.Format, "LifeOver" },
        { "another mount while mounted", Idle with { Phase = AgentPhase.Mounted, LastKey = "mount" }, TargetOperation.Mount, "OutOfOrder" },
        { "format while mounted", Idle with { Phase = AgentPhase.Mounted, LastKey = "mount" }, TargetOperation.Format, "OutOfOrder" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Orders_are_judged_by_what_is_going_on(string what, DeskState desk, TargetOperation operation, string expected)
    {
        var verdict = OrderRule.Decide(desk, operation, "k", Rules.All);
        Assert.True((verdict is OrderVerdict.Refuse(var fault) ? fault.Reason : verdict.GetType().Name) == expected, $"{what}: {verdict}");
    }

    [Fact]
    public void After_an_unmount_nothing_ever_touches_the_device_again()
    {
        var desk = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 2].Select(i => new[] { null, MgsDown, Foreign }[i]), Gen.Bool,
            (running, hung, repeated, fault, acknowledged) => new DeskState(
                AgentPhase.Ended, running ? "k" : null, hung, repeated ? "unmount" : null, fault, acknowledged));
        Gen.Select(desk, Gen.Bool.Select(b => b ? TargetOperation.Mount : TargetOperation.Format)).Sample((d, operation) =>
            Assert.IsNotType<OrderVerdict.Run>(OrderRule.Decide(d, operation, "mount", Rules.All)));
    }

    [Fact]
    public void A_key_tells_orders_apart()
    {
        var mount = OrderRule.KeyOf(TargetOperation.Mount, Wanted.Ost());
        Assert.Equal(mount, OrderRule.KeyOf(TargetOperation.Mount, Wanted.Ost()));
        Assert.NotEqual(mount, OrderRule.KeyOf(TargetOperation.Format, Wanted.Ost()));
        Assert.NotEqual(mount, OrderRule.KeyOf(TargetOperation.Mount, Wanted.Ost(expectedUuid: Wanted.Uuid)));
    }

    [Theory]
    [InlineData(TargetOperation.Mount)]
    [InlineData(TargetOperation.Format)]
    public void An_agent_that_was_told_to_end_while_it_looked_begins_nothing(TargetOperation operation)
    {
        Assert.Null(OrderRule.BeforeTool(over: false, operation, Rules.All));
        Assert.Equal("LifeOver", OrderRule.BeforeTool(over: true, operation, Rules.All)!.Reason);
        Assert.Null(OrderRule.BeforeTool(over: true, operation, new Rules(Rules.All.Active.Remove(Rule.LifeEndsOnce))));
    }
}
