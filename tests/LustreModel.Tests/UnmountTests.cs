using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class UnmountTests
{
    private readonly Scene _scene = new();

    [Fact]
    public void A_plain_unmount_keeps_the_clients_and_leaves_mmp_clean()
    {
        StartedWithClients(3);
        _scene.Ok("a", "umount /mnt/ost");
        Assert.Equal(MmpBlock.Clean, _scene.World.Device(Scene.Ost).Mmp.Sequence);
        Assert.Equal(StampKind.Unmount, _scene.World.Device(Scene.Ost).LastStamp!.Kind);
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(new WaitingForClients(3), _scene.World.Kernel("b").Targets["demo-OST000a"].Recovery);
    }

    [Fact]
    public void A_forced_unmount_drops_them()
    {
        StartedWithClients(3);
        _scene.Ok("a", "umount -f /mnt/ost");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(new Inactive(), _scene.World.Kernel("b").Targets["demo-OST000a"].Recovery);
    }

    [Fact]
    public void A_crash_keeps_them()
    {
        StartedWithClients(3);
        _scene.World.Crash("a");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(new WaitingForClients(3), _scene.World.Kernel("b").Targets["demo-OST000a"].Recovery);
    }

    [Theory]
    [InlineData("umount /mnt/ost", 32, "umount: /mnt/ost: not mounted.\n")]
    [InlineData("umount /mnt/none", 32, "umount: /mnt/none: no mount point specified.\n")]
    [InlineData("umount", 1, "umount: bad usage\n")]
    public void What_is_not_mounted_cannot_be_unmounted(string line, int exit, string stderr)
    {
        var reply = _scene.Run("a", line);
        Assert.Equal(exit, reply.Exit);
        Assert.StartsWith(stderr, reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopping_target_has_left_the_mount_table_but_not_the_kernel()
    {
        StartedWithClients(0);
        var call = _scene.Begin("a", "umount /mnt/ost");
        Assert.Null(call.Reply);
        Assert.Equal(32, _scene.Run("a", "umount /mnt/ost").Exit);
        Assert.Contains(" ST obdfilter demo-OST000a ", _scene.Ok("a", "lctl dl").Stdout, StringComparison.Ordinal);
        _scene.World.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, call.Reply?.Exit);
        Assert.DoesNotContain("demo-OST000a", _scene.Ok("a", "lctl dl").Stdout, StringComparison.Ordinal);
    }

    private void StartedWithClients(int clients)
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        var device = _scene.World.Device(Scene.Ost);
        _scene.World.Put(device with { Content = new Formatted(device.Target! with { Clients = clients }) });
    }
}
