using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class DmesgTests
{
    private readonly Scene _scene = new();

    [Fact]
    public void A_stop_is_told_in_lustres_words()
    {
        _scene.StartMgs();
        _scene.Ok("a", "umount /mnt/mgt");
        Assert.Equal("Lustre: Failing over MGS\nLustre: server umount MGS complete\n", _scene.Ok("a", "dmesg -t").Stdout);
        Assert.Equal("[    1.000000] Lustre: Failing over MGS\n", FirstLine(_scene.Ok("a", "dmesg").Stdout));
        Assert.Equal("[Fri Jan  2 03:04:06 2026] Lustre: Failing over MGS\n", FirstLine(_scene.Ok("a", "dmesg -T").Stdout));
        Assert.Equal("", _scene.Ok("b", "dmesg").Stdout);
    }

    [Theory]
    [InlineData(16, "failed: Device or resource busy\nIs the backend filesystem mounted?\n")]
    [InlineData(22, "failed: Invalid argument\nThis may have multiple causes.\n")]
    public void A_mount_that_mmp_refuses_is_known_by_the_log_whatever_the_error_number_is(int errno, string text)
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Change("b", k => k with { MmpErrno = errno });
        var reply = _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(errno, reply.Exit);
        Assert.Contains(text, reply.Stderr, StringComparison.Ordinal);
        const string Prefix = "LDISKFS-fs warning (device ost): ldiskfs_multi_mount_protect: ";
        Assert.Matches($@"^{System.Text.RegularExpressions.Regex.Escape(Prefix)}MMP interval 42 higher than expected, please wait\.\n"
            + $@"{System.Text.RegularExpressions.Regex.Escape(Prefix)}Device is already active on another node\.\n"
            + $@"{System.Text.RegularExpressions.Regex.Escape(Prefix)}MMP failure info: last update time: \d+, last update node: a, last update device: ost\n$",
            _scene.Ok("b", "dmesg -t").Stdout);
    }

    [Fact]
    public void Both_sides_of_a_refused_registration_say_why()
    {
        _scene.RegisteredOst();
        _scene.FormatOst("/dev/ost2", 10);
        Assert.Equal(98, _scene.Run("b", "mount -t lustre /dev/ost2 /mnt/ost2").Exit);
        Assert.EndsWith("Server demo-OST000a requested index 10, but that index is already in use. Use --writeconf to force\n",
            _scene.Ok("a", "dmesg -t").Stdout, StringComparison.Ordinal);
        Assert.Contains("demo-OST000a: cannot register this server with the MGS: rc = -98", _scene.Ok("b", "dmesg -t").Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_device_and_a_double_start_are_told()
    {
        _scene.StartMgs();
        Assert.Equal(114, _scene.Run("a", $"mount -t lustre {Scene.Mgt} /mnt/ost").Exit);
        _scene.World.Inject("a", new KernelFault(KernelFaultKind.DeviceError, "MGS"));
        var text = _scene.Ok("a", "dmesg -t").Stdout;
        Assert.Contains("The target named MGS is already running. Double-mount may have compromised the disk journal.\n", text, StringComparison.Ordinal);
        Assert.EndsWith("LDISKFS-fs (mgt): Remounting filesystem read-only\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ring_keeps_the_newest_lines()
    {
        var kernel = _scene.World.Kernel("a");
        for (var i = 0; i < KernelRing.LinesMax + 10; i++)
            kernel = kernel.Logged(Scene.Start, $"line {i}");
        Assert.Equal((KernelRing.LinesMax, "line 10"), (kernel.Ring.Count, kernel.Ring.Lines.Peek().Text));
        Assert.Equal(KernelRing.LinesMax, kernel.Ring.Lines.Count());
    }

    [Fact]
    public void Wrong_usage_is_said_so() => Assert.Equal(1, _scene.Run("a", "dmesg --clear-everything").Exit);

    private static string FirstLine(string text) => text[..(text.IndexOf('\n') + 1)];
}
