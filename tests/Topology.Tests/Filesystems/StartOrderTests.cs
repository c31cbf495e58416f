using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Filesystems;

/// <summary>MGS, then MDT0000, then the other MDTs, then the OSTs: until each has served once.</summary>
public sealed class StartOrderTests
{
    [Fact]
    public void Each_wave_starts_when_every_earlier_one_has_served()
    {
        var story = Story.OfFilesystem()
            .When(Inventory.Declare(Inventory.Declared(osts: 2, mdts: 2), Inventory.SharedNodes()))
            .And(s => Assert.Equal(["scratch-mgs"], MayStart(s)))
            .When(new NoteServer("scratch-mgs", ServerPhase.Recovering)).ThenNothing()
            .When(new NoteServer("scratch-mgs", ServerPhase.Serving))
            .Then(new ServerFirstServed(Moment.NoMeta, "scratch-mgs"))
            .And(s => Assert.Equal(["scratch-mgs", "scratch-mdt0000"], MayStart(s)))
            .When(new NoteServer("scratch-mdt0000", ServerPhase.Serving))
            .And(s => Assert.Equal(["scratch-mgs", "scratch-mdt0000", "scratch-mdt0001"], MayStart(s)))
            .When(new NoteServer("scratch-mdt0001", ServerPhase.Serving));
        Assert.Equal(6 - 1, MayStart(story.State).Count());
    }

    [Fact]
    public void A_server_that_has_served_needs_no_order_any_more() => Story.OfFilesystem()
        .When(Inventory.Declare(Inventory.Declared(osts: 1), Inventory.SharedNodes()))
        .When(new NoteServer("scratch-mgs", ServerPhase.Serving))
        .When(new NoteServer("scratch-mgs", ServerPhase.BackingOff)).ThenNothing()
        .When(new NoteServer("scratch-mgs", ServerPhase.Serving)).ThenNothing()
        .And(s => Assert.Contains("scratch-mdt0000", MayStart(s)));

    [Fact]
    public void With_an_external_MGS_the_first_MDT_starts_at_once() => Story.OfFilesystem()
        .When(Inventory.Declare(
            Inventory.Declared(osts: 1, with: s => s with { Mgs = new MgsSpec(null, ["10.9.0.1@tcp"]) }), Inventory.SharedNodes()))
        .And(s => Assert.Equal(["scratch-mdt0000"], MayStart(s)));

    private static IEnumerable<string> MayStart(FilesystemState state) =>
        FilesystemEffects.Due(state).OfType<EnsureServer>().Where(e => e.MayStart).Select(e => e.Server.Target.ObjectName);
}
