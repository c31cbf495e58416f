using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>An index belongs to one device for ever; names are a function of the target alone.</summary>
public sealed class LedgerTests
{
    private static readonly DeviceRef Other = new("wwn-other", "/dev/other", 1L << 40);

    [Fact]
    public void An_index_is_never_given_to_another_device() => Story.OfServer(Past.Declared())
        .When(new DeclareServer(Sample.Spec with { Device = Other }, MayStart: true))
        .ThenRefused(nameof(Rule.IndexForEver), "scratch-OST0000 belongs to device wwn-ost0 for ever");

    [Fact]
    public void A_device_may_change_its_path() => Story.OfServer(Past.Declared())
        .When(new DeclareServer(Sample.Spec with { Device = Sample.Device with { Path = "/dev/sdz" } }, MayStart: true))
        .And(s => Assert.Equal("/dev/sdz", s.Declared.Device.Path));

    [Fact]
    public void Rule_IndexForEver_is_consulted() => Story.OfServer(Past.Declared())
        .Without(Rule.IndexForEver)
        .When(new DeclareServer(Sample.Spec with { Device = Other }, MayStart: true))
        .And(s => Assert.Equal("wwn-other", s.Declared.Device.Id));

    [Theory]
    [InlineData(TargetKind.Ost, 0, "scratch-OST0000", "fs-ost0000")]
    [InlineData(TargetKind.Ost, 10, "scratch-OST000a", "fs-ost000a")]
    [InlineData(TargetKind.Ost, 4096, "scratch-OST1000", "fs-ost1000")]
    [InlineData(TargetKind.Mdt, 31, "scratch-MDT001f", "fs-mdt001f")]
    [InlineData(TargetKind.Mgt, 0, "MGS", "fs-mgs")]
    public void Labels_and_names_are_in_lower_case_hex(TargetKind kind, int index, string label, string name)
    {
        var target = new TargetId("hpc", "fs", "scratch", kind, index);
        Assert.Equal(label, target.Label);
        Assert.Equal(name, target.ObjectName);
        Assert.Equal($"hpc~{name}", target.EntityId);
        Assert.Equal("hpc~fs", target.FilesystemId);
    }

    [Theory]
    [InlineData("1.7.00ff", true)]
    [InlineData("1.7.", false)]
    [InlineData("1.7", false)]
    [InlineData("-1.7.00ff", false)]
    [InlineData("one.7.00ff", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_incarnation_reads_back_from_its_text(string? text, bool valid)
    {
        Assert.Equal(valid, IncarnationId.TryParse(text, out var id));
        if (valid)
            Assert.Equal(text, id.ToString());
    }

    [Fact]
    public void A_later_epoch_follows_every_number_of_an_earlier_one()
    {
        Assert.True(new IncarnationId(2, 1, "a").Follows(new IncarnationId(1, 99, "b")));
        Assert.True(new IncarnationId(1, 3, "a").Follows(new IncarnationId(1, 2, "b")));
        Assert.False(new IncarnationId(1, 2, "a").Follows(new IncarnationId(1, 2, "b")));
    }

    [Fact]
    public void A_restored_journal_goes_on_with_its_numbers_under_a_new_epoch()
    {
        var state = Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed()).State;
        var context = new DecisionContext(Moment.Zero, default, Rules.All, Epoch: 5, "member");
        var planned = Assert.IsType<Decision<ServerEvent>.Accepted>(ServerDecider.Decide(state, new Proceed(Sample.Nodes), context));
        Assert.Equal(new IncarnationId(5, 2, "0000000000000000"), Assert.IsType<IncarnationPlanned>(planned.Events[0]).Id);
    }
}
