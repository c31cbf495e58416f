using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class FaultTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(10);

    private readonly Scene _scene = new();

    [Fact]
    public void A_slow_mount_takes_its_seconds_longer_and_holds_its_name_meanwhile()
    {
        _scene.RegisteredOst();
        Inject("a", new KernelFault(KernelFaultKind.MountSlow, "demo-OST000a", 30));
        var call = _scene.Begin("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(114, _scene.Run("a", $"mount -t lustre {Scene.Ost} /mnt/ost2").Exit);
        _scene.World.Pass(LongEnough);
        Assert.Equal((0, TimeSpan.FromSeconds(30)), (call.Reply!.Exit, call.Took));
        Inject("a", new KernelFault(KernelFaultKind.MountSlow, Clear: true));
        _scene.Ok("a", "umount /mnt/ost");
        Assert.Equal(TimeSpan.Zero, _scene.Call("a", $"mount -t lustre {Scene.Ost} /mnt/ost").Took);
    }

    [Fact]
    public void A_hung_unmount_ends_when_the_fault_is_cleared_and_the_target_stays_a_writer_until_then()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Inject("a", new KernelFault(KernelFaultKind.UnmountHung, "demo-OST000a"));
        var call = _scene.Begin("a", "umount /mnt/ost");
        _scene.World.Pass(LongEnough);
        Assert.Null(call.Reply);
        Assert.Contains(" ST obdfilter demo-OST000a ", _scene.Ok("a", "lctl dl").Stdout, StringComparison.Ordinal);
        Assert.Equal(16, _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
        Inject("a", new KernelFault(KernelFaultKind.UnmountHung, "demo-OST000a", Clear: true));
        _scene.World.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, call.Reply?.Exit);
        Assert.Equal(MmpBlock.Clean, _scene.World.Device(Scene.Ost).Mmp.Sequence);
    }

    [Fact]
    public void A_device_error_makes_the_target_read_only_the_node_unhealthy_and_every_tool_fail()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Inject("a", new KernelFault(KernelFaultKind.DeviceError, "demo-OST000a"));
        Assert.Equal("device demo-OST000a reported unhealthy\nNOT HEALTHY\n", _scene.Ok("a", "lctl get_param -n health_check").Stdout);
        Assert.Contains(_scene.World.Events, e => e is { Kind: KernelEventKind.ReadOnly, Service: "demo-OST000a" });
        _scene.Ok("a", "umount /mnt/ost");

        Assert.Equal((2, "", ""), Reply($"blkid -p -o export {Scene.Ost}"));
        Assert.Equal(5, _scene.Run("a", $"dumpe2fs -m {Scene.Ost}").Exit);
        Assert.Equal(19, _scene.Run("a", $"tunefs.lustre --dryrun {Scene.Ost}").Exit);
        Assert.Equal(5, _scene.Run("a", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
        Assert.EndsWith("\nmkfs.lustre FATAL: mkfs failed 256\nmkfs.lustre: exiting with 1 (Operation not permitted)\n", Reply(
            $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Ost}").Stderr, StringComparison.Ordinal);
        Assert.Equal("demo-OST000a", _scene.Target(Scene.Ost).Label);
        _scene.Ok("b", $"tunefs.lustre --dryrun {Scene.Ost}");
        Inject("a", new KernelFault(KernelFaultKind.DeviceError, Clear: true));
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void After_an_lbug_nothing_mounts_or_unmounts_until_the_power_goes()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Inject("a", new KernelFault(KernelFaultKind.Lbug));
        Assert.Equal("LBUG\n", _scene.Ok("a", "lctl get_param -n health_check").Stdout);
        var umount = _scene.Begin("a", "umount /mnt/ost");
        _scene.FormatOst("/dev/ost2", 11);
        var mount = _scene.Begin("a", "mount -t lustre /dev/ost2 /mnt/ost2");
        Assert.Equal(5, _scene.Run("b", "mount -t lustre /dev/ost2 /mnt/ost2").Exit);
        _scene.World.Pass(LongEnough);
        Assert.Null(umount.Reply);
        Assert.Null(mount.Reply);
        _scene.World.Crash("a");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.False(_scene.DataLost);
    }

    [Theory]
    [InlineData("a", "10.0.0.2@tcp")]
    [InlineData("b", "10.0.0.1@tcp")]
    [InlineData("a", "10.0.0.1@tcp")]
    [InlineData("b", "")]
    public void A_lost_network_cuts_pings_and_registrations_in_both_directions(string node, string nid)
    {
        _scene.StartMgs();
        _scene.Ok("b", "lctl network up");
        _scene.FormatOst();
        Inject(node, new KernelFault(KernelFaultKind.NetworkLost, nid));
        Assert.Equal("failed to ping 10.0.0.2@tcp: Input/output error\n", _scene.Run("a", "lctl ping 10.0.0.2@tcp").Stderr);
        Assert.NotEqual(0, _scene.Run("b", "lctl ping 10.0.0.1@tcp").Exit);
        Assert.Equal(5, _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
        Inject(node, new KernelFault(KernelFaultKind.NetworkLost, nid, Clear: true));
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
    }

    [Fact]
    public void A_silent_mgs_answers_neither_its_own_node_nor_another()
    {
        _scene.StartMgs();
        _scene.FormatOst();
        Inject("a", new KernelFault(KernelFaultKind.MgsSilent));
        Assert.Equal(5, _scene.Run("a", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
        Assert.Equal(5, _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
        Inject("a", new KernelFault(KernelFaultKind.MgsSilent, Clear: true));
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
    }

    [Fact]
    public void Nonsense_is_refused_and_changes_nothing()
    {
        KernelFault[] nonsense =
        [
            new((KernelFaultKind)99), new(KernelFaultKind.MountSlow, "demo-OST0001"), new(KernelFaultKind.MountSlow, "", double.NaN),
            new(KernelFaultKind.MountSlow, "", 1e9), new(KernelFaultKind.DeviceError, "/dev/sda"), new(KernelFaultKind.UnmountHung, "demo:OST0001"),
            new(KernelFaultKind.NetworkLost, "n2"), new(KernelFaultKind.Lbug, Clear: true), new(KernelFaultKind.MgsSilent, null!),
        ];
        var kernel = _scene.World.Kernel("a");
        foreach (var fault in nonsense)
        {
            var outcome = FaultInjection.Apply(kernel, fault, Scene.Start);
            Assert.Equal(Errno.Invalid, outcome.Reply.Exit);
            Assert.StartsWith("fault ", outcome.Reply.Stderr, StringComparison.Ordinal);
            Assert.Same(kernel, outcome.Kernel);
        }
    }

    private void Inject(string node, KernelFault fault) => _scene.World.Inject(node, fault);

    private (int Exit, string Stdout, string Stderr) Reply(string line) => _scene.Run("a", line) is var r ? (r.Exit, r.Stdout, r.Stderr) : default;
}
