using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>What it means that a session was built anew more often than allowed.</summary>
public sealed class SessionBudgetTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly string Entity = Specs.Ost().Target.EntityId;

    [Fact]
    public async Task While_the_pod_runs_it_is_a_fault_of_the_node_and_a_clean_unmount_is_tried()
    {
        var spec = await Serving();
        Agents.OnConnect = _ => StateOf(spec)!.Phase == ServerPhase.Serving ? new AgentSessionException("refused") : null;
        Agents.Of(Entity, 1).Break();
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        Timeline.InOrder(
            "journal IncarnationFailed",
            "journal UnmountRequested",
            "Unmount life 1",
            "journal DeathProved",
            "create pod scratch-ost0000 of life 2 on node2");
        Assert.Equal(1 + CrashPolicy.SessionRestartsMax, DialsBeforeTheUnmount("dial life 1"));
    }

    [Fact]
    public async Task When_not_even_the_unmount_can_be_ordered_the_kernel_has_to_be_proved_dead()
    {
        var spec = await Serving();
        Agents.OnConnect = _ => new AgentSessionException("refused");
        Agents.Of(Entity, 1).Break();
        await UntilPhase(spec, ServerPhase.AwaitingProof);
        await Pass(5);
        Assert.False(Timeline.Has("delete pod"));
        Assert.Equal(1, Timeline.Count("create pod"));
    }

    [Fact]
    public async Task It_is_counted_in_a_later_life_as_in_the_first()
    {
        var spec = await Serving();
        Pods.Crash(Entity);
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        Agents.OnConnect = _ => new AgentSessionException("refused");
        Agents.Of(Entity, 2).Break();
        await UntilPhase(spec, ServerPhase.Stopping, number: 2);
        Assert.Equal(1 + CrashPolicy.SessionRestartsMax, DialsBeforeTheUnmount("dial life 2"));
    }

    [Fact]
    public async Task When_the_pod_is_gone_it_has_crashed()
    {
        var spec = await Serving();
        Agents.OnConnect = _ =>
        {
            if (Timeline.Count("dial") > CrashPolicy.SessionRestartsMax)
                View.RemovePod(Entity);
            return new AgentSessionException("refused");
        };
        Agents.Of(Entity, 1).Break();
        await Until(() => StateOf(spec)!.LastFault is not null, "the life ends");
        Assert.Equal(FaultKind.PodCrashed, StateOf(spec)!.LastFault!.Kind);
    }

    private int DialsBeforeTheUnmount(string dial) => Timeline.Entries
        .TakeWhile(e => !e.StartsWith("journal UnmountRequested", StringComparison.Ordinal))
        .Count(e => e.StartsWith(dial, StringComparison.Ordinal));
}
