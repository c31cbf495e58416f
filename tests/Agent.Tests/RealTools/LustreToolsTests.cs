using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Agent.Tests.RealTools;

/// <summary>
/// The golden outputs, from the tools themselves where they are installed: our parsers must read this very version as they read the samples.
/// </summary>
public sealed class LustreToolsTests
{
    private const string Absent = "no real Lustre user tools on PATH";

    private static readonly string[] Nodes = ["--servicenode=10.0.0.1@tcp", "--servicenode=10.0.0.2@tcp"];

    [Fact]
    public async Task A_dry_run_of_an_MGT_is_read()
    {
        var read = await DryRunAsync(["--mgs", .. Nodes]);
        Assert.Equal(("MGS", null, "", "ldiskfs"), (read.Target, read.Index, read.FsName, read.MountType));
        Assert.Equal(TargetFlags.Mgs | TargetFlags.FirstTime | TargetFlags.Update | TargetFlags.NoPrimNode, read.Flags);
        Assert.Equal(["10.0.0.1@tcp:10.0.0.2@tcp"], read.Values("failover.node"));
    }

    [Fact]
    public async Task A_dry_run_of_an_MDT_is_read()
    {
        var read = await DryRunAsync(["--mdt", "--fsname=demo", "--index=0", "--mgsnode=10.0.0.1@tcp", .. Nodes]);
        Assert.Equal(("demo:MDT0000", 0, "demo"), (read.Target, read.Index, read.FsName));
        Assert.Equal(TargetFlags.Mdt | TargetFlags.FirstTime | TargetFlags.Update | TargetFlags.NoPrimNode, read.Flags);
        Assert.Equal(["10.0.0.1@tcp"], read.Values("mgsnode"));
    }

    [Fact]
    public async Task A_dry_run_of_an_OST_is_read()
    {
        var read = await DryRunAsync(
            ["--ost", "--fsname=demo", "--index=10", "--mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1", "--mgsnode=10.0.0.2@tcp", .. Nodes]);
        Assert.Equal(("demo:OST000a", 10, "demo"), (read.Target, read.Index, read.FsName));
        Assert.Equal(TargetFlags.Ost | TargetFlags.FirstTime | TargetFlags.Update | TargetFlags.NoPrimNode, read.Flags);
        Assert.Equal(["10.0.0.1@tcp,10.1.0.1@tcp1:10.0.0.2@tcp"], read.Values("mgsnode"));
    }

    [Theory]
    [InlineData(22, "Must specify --mgsnode", "--ost", "--fsname=demo", "--index=0")]
    [InlineData(22, "Must specify --fsname", "--ost", "--index=0", "--mgsnode=10.0.0.1@tcp")]
    [InlineData(22, "must set target type", "--fsname=demo", "--index=0")]
    [InlineData(1, "filesystem name must be 1-8 chars", "--ost", "--fsname=ninechars", "--index=0", "--mgsnode=10.0.0.1@tcp")]
    [InlineData(1, "Target index must be less than 65504", "--ost", "--fsname=demo", "--index=70000", "--mgsnode=10.0.0.1@tcp")]
    public async Task Wrong_orders_are_refused_as_the_table_says(int exit, string text, params string[] arguments)
    {
        RealTool.Require(Absent, "mkfs.lustre");
        using var image = new ImageFile();
        var run = await RealTool.RunAsync("mkfs.lustre", ["--dryrun", .. arguments, image.Path]);
        Assert.Equal(exit, run.Exit);
        Assert.Contains(text, run.Stdout + run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_formatted_is_no_target()
    {
        RealTool.Require(Absent, "tunefs.lustre");
        using var image = new ImageFile();
        var run = await RealTool.RunAsync("tunefs.lustre", "--dryrun", image.Path);
        Assert.Equal(TunefsOutput.ExitNotLustre, run.Exit);
    }

    [Fact]
    public async Task Without_modules_lctl_says_so_and_lists_nothing()
    {
        RealTool.Require(Absent, "lctl");
        Assert.SkipWhen(File.ReadAllText("/proc/filesystems").Contains("lustre", StringComparison.Ordinal), "Lustre's modules are loaded here");
        Assert.NotEqual(0, (await RealTool.RunAsync("lctl", "dl")).Exit);
        var health = await RealTool.RunAsync("lctl", "get_param", "health_check");
        Assert.Equal(2, health.Exit);
        Assert.Contains("No such file or directory", health.Stderr, StringComparison.Ordinal);
    }

    private static async Task<TunefsOutput> DryRunAsync(string[] arguments)
    {
        RealTool.Require(Absent, "mkfs.lustre");
        using var image = new ImageFile();
        var run = await RealTool.RunAsync("mkfs.lustre", ["--dryrun", .. arguments, image.Path]);
        Assert.True(run.Succeeded, run.Describe());
        return TunefsOutput.ParsePlanned(run.Stdout);
    }
}
