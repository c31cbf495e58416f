using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Shell;

/// <summary>What people see: written when it changed, at most once a second, and again after a failure.</summary>
public sealed class PublishingTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly string Entity = Specs.Ost().Target.EntityId;

    [Fact]
    public async Task The_newest_state_is_published_in_the_end_and_no_view_twice()
    {
        await Serving();
        await Until(() => Status.Targets[Entity].State == "Serving", "it is published");
        await Pass(10);
        var views = Status.History.ToList();
        Assert.All(views.Zip(views.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task A_status_that_cannot_be_written_stops_nothing_and_is_written_later()
    {
        Status.OnPublish = () => new ClusterUnavailableException("429");
        await Serving();
        Assert.Empty(Status.Targets);
        Status.OnPublish = () => null;
        await Until(() => Status.Targets.TryGetValue(Entity, out var v) && v.State == "Serving", "it is published");
    }

    [Fact]
    public async Task A_quarantine_says_why_and_a_claim_without_proof_is_neither_mounted_nor_not()
    {
        var spec = await Serving();
        Agents.Of(Entity, 1).Report(FaultKind.Target, "IndexInUse");
        await UntilPhase(spec, ServerPhase.Quarantined);
        await Until(() => Status.Targets[Entity].State == "Quarantined", "it is published");
        var conditions = Status.Targets[Entity].Conditions.ToDictionary(c => c.Type);
        Assert.Equal("Target/IndexInUse: scripted", conditions["Ready"].Message);
        Assert.Null(conditions["Mounted"].Status);
        Assert.Contains(Nodes.Kernel("node1").ToString(), conditions["Mounted"].Message, StringComparison.Ordinal);
    }
}
