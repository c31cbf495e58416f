using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Tests.RealTools;

/// <summary>The format gate and the parsers of ext4's own tools, on images that the real mke2fs made.</summary>
public sealed class Ext4ToolsTests
{
    private const string Absent = "no mke2fs, dumpe2fs or blkid on this machine";

    [Fact]
    public async Task A_blank_device_may_be_formatted()
    {
        using var image = Image();
        Assert.IsType<FormatVerdict.Format>(await GateAsync(image));
        Assert.Equal(MmpAnswer.NoFilesystem, (await CheckAsync(image.Path)).Answer);
    }

    [Fact]
    public async Task Somebody_elses_file_system_is_foreign()
    {
        using var image = Image();
        await MakeAsync(image, "-L", "precious");
        var refused = Assert.IsType<FormatVerdict.Refuse>(await GateAsync(image)).Fault;
        Assert.Equal("ForeignDevice", refused.Reason);
        Assert.Contains("precious", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_that_broke_off_is_told_by_its_label()
    {
        using var image = Image();
        await MakeAsync(image, "-L", "demo:OST000a");
        Assert.Equal("HalfFormatted", Assert.IsType<FormatVerdict.Refuse>(await GateAsync(image)).Fault.Reason);
    }

    [Fact]
    public async Task A_damaged_superblock_with_backups_is_not_blank()
    {
        using var image = Image();
        await MakeAsync(image, "-b", "1024");

        // Everything at the beginning is gone, as after a stray dd: blkid sees nothing and exits as for a blank device.
        image.Wipe(0, BlankRanges.EndBytes);
        var blkid = await RealTool.RunAsync("blkid", "-p", "-o", "export", image.Path);
        Assert.Equal(BlkidOutput.ExitNothingFound, blkid.Exit);
        Assert.Equal("NotBlank", Assert.IsType<FormatVerdict.Refuse>(await GateAsync(image)).Fault.Reason);
    }

    [Fact]
    public async Task Multi_mount_protection_is_read()
    {
        using var image = Image();
        await MakeAsync(image, "-O", "mmp", "-L", "demo-OST000a");
        Assert.Equal(MmpAnswer.Clean, (await CheckAsync(image.Path)).Answer);
        var header = await RealTool.RunAsync("dumpe2fs", "-h", image.Path);
        var block = MmpBlock.Parse(header.Stdout);
        Assert.NotNull(block);
        Assert.True(block.IsClean);
        Assert.Equal(5, block.UpdateSeconds);
    }

    [Fact]
    public async Task A_file_system_without_protection_says_so()
    {
        using var image = Image();
        await MakeAsync(image, "-O", "^mmp");
        Assert.Equal(MmpAnswer.NotEnabled, (await CheckAsync(image.Path)).Answer);
        Assert.Null(MmpBlock.Parse((await RealTool.RunAsync("dumpe2fs", "-h", image.Path)).Stdout));
    }

    [Fact]
    public async Task A_missing_device_is_told_apart()
    {
        RealTool.Require(Absent, "dumpe2fs");
        Assert.Equal(MmpAnswer.NotOpened, (await CheckAsync("/dev/does-not-exist")).Answer);
    }

    [Fact]
    public async Task The_kernel_log_of_this_machine_is_read()
    {
        RealTool.Require("no dmesg on this machine", "dmesg");
        var log = await RealTool.RunAsync("dmesg");
        Assert.SkipUnless(log.Succeeded, "the kernel log may not be read here");
        Assert.All(KernelLog.Parse(log.Stdout).Lines, l => Assert.True(l.Seconds >= 0));
    }

    private static ImageFile Image()
    {
        RealTool.Require(Absent, "mke2fs", "dumpe2fs", "blkid");
        return new ImageFile();
    }

    private static async Task MakeAsync(ImageFile image, params string[] options)
    {
        var made = await RealTool.RunAsync("mke2fs", ["-q", "-F", "-t", "ext4", .. options, image.Path]);
        Assert.True(made.Succeeded, made.Describe());
    }

    private static async Task<MmpCheck> CheckAsync(string path)
    {
        var run = await RealTool.RunAsync("dumpe2fs", "-m", path);
        return MmpCheck.Parse(run.Exit, run.Stdout, run.Stderr);
    }

    /// <summary>As the agent looks, with the answer of a tunefs.lustre that finds no target: that program may be absent here.</summary>
    private static async Task<FormatVerdict> GateAsync(ImageFile image)
    {
        var view = BlockDevice.Look(image.Path, "", forData: true);
        var blkid = await RealTool.RunAsync("blkid", "-p", "-o", "export", image.Path);
        var evidence = new DeviceEvidence(
            view.Opening, view.FirstDataOffset, blkid.Exit, blkid.Succeeded ? BlkidOutput.Parse(blkid.Stdout) : null,
            TunefsOutput.ExitNotLustre, null, blkid.Describe());
        return FormatGate.Decide(evidence, new WantedTarget(
            "demo-OST000a", "demo", TargetKind.Ost, 10, image.Path, "", "ldiskfs", ["10.0.0.11@tcp"], ["10.0.0.1@tcp"], ""), Rules.All);
    }
}
