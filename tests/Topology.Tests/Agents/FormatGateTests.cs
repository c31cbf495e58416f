using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class FormatGateTests
{
    private static readonly DeviceEvidence Blank = new(DeviceOpening.Exclusive, null, 2, null, 19, null, "");

    private static readonly DeviceEvidence Ours = Blank with
    {
        FirstDataOffset = 1024,
        BlkidExit = 0,
        Blkid = BlkidOutput.Parse(ToolTexts.BlkidVirginOst),
        TunefsExit = 0,
        Tunefs = TunefsOutput.Parse(ToolTexts.TunefsRegisteredOst),
    };

    private static readonly BlkidOutput Precious = new("ext4", "precious", "u", "");

    [Fact]
    public void Only_a_device_that_shows_nothing_at_all_is_formatted() =>
        Assert.IsType<FormatVerdict.Format>(FormatGate.Decide(Blank, Wanted.Ost(), Rules.All));

    public static TheoryData<string, DeviceEvidence, FaultKind, string> Refusals => new()
    {
        { "bytes without a signature", Blank with { FirstDataOffset = 4096 }, FaultKind.Target, "NotBlank" },
        { "a file system", Blank with { BlkidExit = 0, Blkid = Precious }, FaultKind.Target, "ForeignDevice" },
        { "a partition table", Blank with { BlkidExit = 0, Blkid = new BlkidOutput("", "", "", "gpt") }, FaultKind.Target,
            "ForeignDevice" },
        { "ambivalent signatures", Blank with { BlkidExit = 8 }, FaultKind.Target, "ForeignDevice" },
        { "blkid missing", Blank with { BlkidExit = -1 }, FaultKind.Target, "ForeignDevice" },
        { "a format that broke off", Blank with { BlkidExit = 0, Blkid = Ours.Blkid }, FaultKind.Target, "HalfFormatted" },
        { "held", Blank with { Opening = DeviceOpening.Held }, FaultKind.Target, "DeviceHeld" },
        { "gone", Blank with { Opening = DeviceOpening.Gone }, FaultKind.Node, "DevicePathGone" },
        { "moved", Blank with { Opening = DeviceOpening.OtherDevice }, FaultKind.Node, "DevicePathMoved" },
        { "unreadable", Blank with { Opening = DeviceOpening.Unreadable }, FaultKind.Target, "DeviceUnreadable" },
        { "tunefs in trouble", Blank with { TunefsExit = 22 }, FaultKind.Unknown, "ProbeFailed" },
        { "the MGT", Ours with { Tunefs = TunefsOutput.Parse(ToolTexts.TunefsMgs) }, FaultKind.Target, "ForeignTarget" },
        { "labels that contradict", Ours with { Blkid = Ours.Blkid! with { Label = "demo-OST000b" } }, FaultKind.Target, "ForeignTarget" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Everything_else_is_refused(string what, DeviceEvidence evidence, FaultKind kind, string reason)
    {
        var refused = Assert.IsType<FormatVerdict.Refuse>(FormatGate.Decide(evidence, Wanted.Ost(), Rules.All));
        Assert.True(refused.Fault.Kind == kind && refused.Fault.Reason == reason, $"{what}: {refused.Fault}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(Wanted.Uuid)]
    public void A_target_that_is_ours_already_counts_as_formatted(string expectedUuid) =>
        Assert.Equal(Wanted.Uuid,
            Assert.IsType<FormatVerdict.AlreadyOurs>(FormatGate.Decide(Ours, Wanted.Ost(expectedUuid: expectedUuid), Rules.All)).Uuid);

    [Fact]
    public void Another_uuid_is_another_target() => Assert.Equal("ForeignTarget",
        Assert.IsType<FormatVerdict.Refuse>(
            FormatGate.Decide(Ours, Wanted.Ost(expectedUuid: "ffffffff-0000-4000-8000-000000000001"), Rules.All)).Fault.Reason);

    [Fact]
    public void Another_index_is_another_target() => Assert.Equal("ForeignTarget",
        Assert.IsType<FormatVerdict.Refuse>(FormatGate.Decide(Ours, Wanted.Ost(11), Rules.All)).Fault.Reason);

    [Fact]
    public void Without_a_uuid_the_NIDs_tell_our_target_from_a_namesake()
    {
        var mgt = Ours with { Tunefs = TunefsOutput.Parse(ToolTexts.TunefsMgs), Blkid = Ours.Blkid! with { Label = "MGS" } };
        Assert.IsType<FormatVerdict.AlreadyOurs>(FormatGate.Decide(mgt, Wanted.Mgt(), Rules.All));
        var refused = FormatGate.Decide(mgt, Wanted.Mgt() with { ServiceNids = ["10.9.9.9@tcp"] }, Rules.All);
        Assert.Equal("ForeignTarget", Assert.IsType<FormatVerdict.Refuse>(refused).Fault.Reason);
    }

    [Theory]
    [InlineData(19, "ModulesMissing", FaultKind.Node)]
    [InlineData(0, "FormatFailed", FaultKind.Unknown)]
    [InlineData(1, "FormatFailed", FaultKind.Unknown)]
    public void A_format_that_left_the_device_blank_failed_whatever_it_exited_with(int exit, string reason, FaultKind kind)
    {
        var fault = FormatFailure.Classify(exit, "said", new FormatVerdict.Format());
        Assert.Equal((kind, reason), (fault.Kind, fault.Reason));
    }

    [Fact]
    public void A_format_that_broke_off_is_the_targets_fault() => Assert.Equal(
        FaultKind.Target,
        FormatFailure.Classify(19, "", FormatGate.Decide(Blank with { BlkidExit = 0, Blkid = Ours.Blkid }, Wanted.Ost(), Rules.All)).Kind);
}
