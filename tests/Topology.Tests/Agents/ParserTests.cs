using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class ParserTests
{
    [Theory]
    [InlineData("demo-OST000a", "demo", TargetKind.Ost, 10, '-', "demo-OST000a")]
    [InlineData("demo:MDT0000", "demo", TargetKind.Mdt, 0, ':', "demo-MDT0000")]
    [InlineData("my-fs_1=OSTffdf", "my-fs_1", TargetKind.Ost, 65503, '=', "my-fs_1-OSTffdf")]
    [InlineData("MGS", "", TargetKind.Mgt, 0, '-', "MGS")]
    public void Labels_are_read(string text, string fsName, TargetKind kind, int index, char separator, string normalised)
    {
        Assert.True(LustreLabel.TryParse(text, out var label));
        Assert.Equal(new LustreLabel(fsName, kind, index, separator), label);
        Assert.Equal(normalised, label.Normalised);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("precious")]
    [InlineData("demo-OST000A")]
    [InlineData("demo/OST0000")]
    [InlineData("demo-XST0000")]
    [InlineData("-OST0000")]
    [InlineData("ninechars-OST0000")]
    public void What_is_no_label_is_not_read(string? text) => Assert.False(LustreLabel.TryParse(text, out _));

    [Fact]
    public void The_first_block_of_tunefs_is_what_is_on_the_device()
    {
        var read = TunefsOutput.Parse(ToolTexts.TunefsRegisteredOst);
        Assert.Equal(("demo-OST000a", 10, "demo", "ldiskfs"), (read.Target, read.Index, read.FsName, read.MountType));
        Assert.Equal(TargetFlags.Ost | TargetFlags.Update | TargetFlags.NoPrimNode, read.Flags);
        Assert.Equal(["10.0.0.11@tcp:10.0.0.12@tcp"], read.Values("failover.node"));
        Assert.Null(TunefsOutput.Parse(ToolTexts.TunefsMgs).Index);
    }

    [Theory]
    [InlineData(ToolTexts.MkfsDryRunOst, "demo:OST000a", 10, 0x1062)]
    [InlineData(ToolTexts.MkfsDryRunMgs, "MGS", null, 0x64)]
    [InlineData(ToolTexts.MkfsDryRunMdt, "demo:MDT0000", 0, 0x1061)]
    [InlineData(ToolTexts.TunefsRegisteredOst, "demo=OST000a", 10, 0x1142)]
    public void The_last_block_is_what_would_be_written(string text, string target, int? index, int flags)
    {
        var read = TunefsOutput.ParsePlanned(text);
        Assert.Equal((target, index, (TargetFlags)flags), (read.Target, read.Index, read.Flags));
    }

    [Theory]
    [InlineData("Target: a-OST0000\nTarget: b-OST0000\n", 3)]
    [InlineData("Target: a-OST0000\nColour: blue\n", 3)]
    public void A_block_with_a_line_that_tunefs_does_not_write_is_refused(string block, int line) =>
        Assert.Equal(line, Assert.Throws<UnrecognizedOutputException>(
            () => TunefsOutput.Parse("Read previous values:\n" + block)).LineNumber);

    [Fact]
    public void Blkid_is_read_with_its_backslashes_undone()
    {
        Assert.Equal(new BlkidOutput("ext4", "demo:OST000a", Wanted.Uuid, ""), BlkidOutput.Parse(ToolTexts.BlkidVirginOst));
        Assert.Equal("my \"fs", BlkidOutput.Parse("LABEL=my\\ \\\"fs\nTYPE=xfs\n").Label);
    }

    [Fact]
    public void A_target_runs_when_its_device_is_up()
    {
        var list = DeviceList.Parse(ToolTexts.DeviceListOss);
        Assert.Equal(5, list.Devices.Length);
        Assert.True(list.IsUp("demo-OST0000") && list.Holds("demo-OST0000"));
        Assert.False(list.IsUp("demo-OST0001") || list.Holds("demo-OST0001") || list.Holds("demo-MDT0000"));
    }

    [Theory]
    [InlineData("  3 ST obdfilter demo-OST0000 demo-OST0000_UUID 6", false)]
    [InlineData("  0 UP osd-ldiskfs demo-OST0000-osd demo-OST0000-osd_UUID 4", false)]
    [InlineData("  3 UP obdfilter demo-OST0000 demo-OST0000_UUID 6", true)]
    public void A_target_that_is_going_away_still_holds_its_device(string line, bool up)
    {
        var list = DeviceList.Parse(line);
        Assert.True(list.Holds("demo-OST0000"));
        Assert.Equal(up, list.IsUp("demo-OST0000"));
    }

    [Theory]
    [InlineData("healthy\n", true, false)]
    [InlineData("health_check=healthy\n", true, false)]
    [InlineData("NOT HEALTHY\n", false, false)]
    [InlineData("health_check=device lustre-OST0012 reported unhealthy\ndevice lustre-OST0013 reported unhealthy\nNOT HEALTHY\n", false,
        false)]
    [InlineData("LBUG\n", false, true)]
    public void Health_is_its_last_line(string text, bool healthy, bool lbug)
    {
        var read = HealthCheck.Parse(text);
        Assert.Equal((healthy, lbug), (read.IsHealthy, read.IsLbug));
    }

    [Fact]
    public void Mounts_are_found_by_device_and_directory()
    {
        const string table = "/dev/dm-2 /run/lustre/targets/MGS lustre_tgt ro 0 0\n/dev/sda1 /with\\040space ext4 rw 0 0\n";
        Assert.True(MountTable.MountsTarget(table, "/dev/dm-2", "/run/lustre/targets/MGS"));
        Assert.False(MountTable.MountsTarget(table, "/dev/sda1", "/with space"));
        Assert.True(MountTable.Mounts(table, "/dev/sda1"));
        Assert.False(MountTable.Mounts(table, "/dev/dm-22"));
    }

    [Fact]
    public void Single_values_are_found_by_the_end_of_their_name()
    {
        const string text = "osd-ldiskfs.demo-OST0000.kbytestotal=1000\nosd-ldiskfs.demo-OST0000.kbytesfree=900\n";
        Assert.Equal(900, ParameterOutput.Number(text, ".kbytesfree"));
        Assert.Null(ParameterOutput.Number(text, ".kbytesavail"));
    }
}
