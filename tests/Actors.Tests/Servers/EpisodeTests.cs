using Akka.Actor;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>The figures of interruptions come from the journal: whoever owns the entity next shows the same.</summary>
public sealed class EpisodeTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly ServerSpec Ost = Specs.Ost();

    [Fact]
    public async Task Figures_survive_a_hand_over()
    {
        await Serving();
        Pods.Crash(Ost.Target.EntityId);
        await UntilPhase(Ost, ServerPhase.Serving, number: 2);
        Nodes.Kill("node1");
        await UntilPhase(Ost, ServerPhase.AwaitingProof, number: 2, stepMilliseconds: 500);
        Nodes.Boot("node1");
        await UntilPhase(Ost, ServerPhase.Serving, number: 3);
        await Until(() => LogOf()?.Recent.Length == 2, "both interruptions are over");
        var before = LogOf()!;
        Assert.Equal([EpisodeOutcome.Restart, EpisodeOutcome.Failover], before.Recent.Select(e => e.Outcome));
        Assert.Equal(ProofKind.KernelGone, before.Recent[1].Proof);
        Assert.True(before.Recent[1].Parts.Proof > TimeSpan.Zero);

        Regions.Servers.Tell(new EntityHost.HandOver(Ost.Target.EntityId));
        await Until(() => StateOf(Ost) is null && LogOf() is null, "the entity ended, and its figures went with it");
        Declare(Ost);
        await Until(() => LogOf() is not null, "the entity is back");

        var after = LogOf()!;
        Assert.Equal(before.Recent, after.Recent);
        Assert.Equal(before.Totals.Restarts.ToArray(), after.Totals.Restarts.ToArray());
        Assert.Equal(before.Totals.Failovers.ToArray(), after.Totals.Failovers.ToArray());
        Assert.Equal(before.Totals.FailoverTimes.ToArray(), after.Totals.FailoverTimes.ToArray());
        Assert.Equal(before.Totals.ProofWaits.ToArray(), after.Totals.ProofWaits.ToArray());
        Assert.Equal((before.Totals.RecoveryTimes, before.Totals.LastFailover), (after.Totals.RecoveryTimes, after.Totals.LastFailover));
    }

    [Fact]
    public async Task The_end_of_a_fence_is_counted_by_its_machine()
    {
        Nodes.Boot("node1");
        var uuid = Nodes.Kernel("node1").SystemUuid;
        await Until(() => Live.Machines.ContainsKey(uuid), "the machine is known");
        Regions.TellMachine(uuid, new AcceptStatement(Nodes.Kernel("node1").BootId, "ada", "pulled its plug"), TestActor);
        await Until(() => Live.Fences[uuid].Counts.ContainsKey(new FenceKey(MachineDecider.ManualAgent, "confirmed")), "a person's word counts");
        Assert.Equal(1, Live.Fences[uuid].Counts.Values.Sum());
    }

    private EpisodeLog? LogOf() => Live.Episodes.GetValueOrDefault(Ost.Target.EntityId);
}
