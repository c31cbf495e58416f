using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>A target that people annotated is watched and not touched, as a paused one.</summary>
public sealed class AnnotationTests
{
    [Fact]
    public void An_annotation_is_journaled_once() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new NoteHandsOff("e2fsck"))
        .And(s => Assert.Equal("e2fsck", s.HandsOff))
        .When(new NoteHandsOff("e2fsck"))
        .ThenNothing();

    [Fact]
    public void Nothing_is_done_until_it_is_lifted() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new NoteHandsOff("e2fsck"))
        .And(s => Assert.Equal(IncarnationStep.Watch, Assert.IsType<RunIncarnation>(Assert.Single(ServerEffects.Due(s, Rules.All))).Step))
        .When(new FailIncarnation(1, Sample.Fault(FaultKind.PodCrashed), "pod-1"))
        .And(s => Assert.Empty(ServerEffects.Due(s, Rules.All)))
        .When(new Proceed(Sample.Nodes))
        .ThenRefused(nameof(Rule.PausedIsHandsOff), "e2fsck")
        .When(new NoteHandsOff(""))
        .And(s => Assert.Contains(ServerEffects.Due(s, Rules.All), e => e is PlaceAt));

    [Fact]
    public void Before_people_are_known_a_server_is_only_watched()
    {
        Assert.Empty(ServerEffects.Due(Story.OfServer(Past.Declared()).State, Rules.All, free: false));
        var serving = Story.OfServer(Past.Declared(), Past.Serving()).State;
        Assert.Equal(IncarnationStep.Watch, Assert.IsType<RunIncarnation>(Assert.Single(ServerEffects.Due(serving, Rules.All, free: false))).Step);
    }

    [Theory]
    [InlineData("", "spec")]
    [InlineData("mine", "")]
    public void What_holds_it_says_how_to_lift_it(string onTarget, string onFilesystem)
    {
        var state = Story.OfServer(Past.Declared(Sample.Spec with { HandsOff = onFilesystem })).State with { HandsOff = onTarget };
        var held = Standstill.Of(state, Rules.All)!;
        Assert.Equal("HandsOff", held.Reason);
        Assert.Contains(onTarget + onFilesystem, held.Why, StringComparison.Ordinal);
        Assert.Contains(onTarget.Length > 0 ? "annotate lustretarget" : "annotate lustrefilesystem", held.Lift, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", HandsOff.NoReason)]
    [InlineData(" \n ", HandsOff.NoReason)]
    [InlineData("false", "false")]
    [InlineData("two\nlines", "two lines")]
    public void An_annotation_counts_whatever_it_says(string? value, string reason) => Assert.Equal(reason, HandsOff.Reason(value));
}
