using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>A member whose views of people's declarations and annotations are not whole yet.</summary>
public sealed class StartingMemberTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_member_that_starts_does_nothing_before_it_has_seen_what_people_annotated()
    {
        BootNodes("node1", "node2");
        Declare(Specs.Ost());
        await Pass(30, stepMilliseconds: 500);
        Assert.Equal((ServerPhase.Placed, 0), (StateOf(Specs.Ost())!.Phase, Timeline.Count("create pod")));
        View.SetFilesystemsCurrent(true);
        Targets.Synced();
        await UntilPhase(Specs.Ost(), ServerPhase.Serving);
    }

    protected override void SeePeople()
    {
    }
}
