using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class MmpTests
{
    private readonly Scene _scene = new();

    [Fact]
    public void A_clean_device_mounts_at_once()
    {
        _scene.RegisteredOst();
        Assert.Equal(TimeSpan.Zero, _scene.Call("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Took);
    }

    [Fact]
    public void A_device_that_is_active_elsewhere_is_busy_after_22_seconds()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromMinutes(3));
        var call = _scene.Call("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(16, call.Reply!.Exit);
        Assert.Equal("mount.lustre: mount /dev/ost at /mnt/ost failed: Device or resource busy\nIs the backend filesystem mounted?\nCheck /etc/mtab and /proc/mounts\n", call.Reply.Stderr);
        Assert.Equal(TimeSpan.FromSeconds(22), call.Took);
        Assert.Empty(_scene.World.Kernel("b").Targets);
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void A_device_left_by_a_crash_mounts_after_44_900_milliseconds()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(60));
        _scene.World.Crash("a");
        var call = _scene.Call("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal((0, TimeSpan.FromMilliseconds(44_900)), (call.Reply!.Exit, call.Took));
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void Of_two_nodes_that_want_a_crashed_device_one_gets_it()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Crash("a");
        _scene.Boot("a", "boot-2");
        var first = _scene.Begin("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(1));
        var second = _scene.Begin("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal([0, 16], new[] { first.Reply!.Exit, second.Reply!.Exit }.Order());
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void Without_service_nodes_a_second_mount_succeeds_and_data_are_lost()
    {
        _scene.RegisteredOst(more: "");
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(3));
        Assert.True(_scene.DataLost);
    }

    [Fact]
    public void Without_service_nodes_a_mount_after_a_crash_loses_nothing()
    {
        _scene.RegisteredOst(more: "");
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Crash("a");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(30));
        _scene.Ok("b", "umount /mnt/ost");
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void Even_an_unmount_that_comes_first_notices_the_other_writer()
    {
        _scene.RegisteredOst(more: "");
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.Ok("a", "umount /mnt/ost");
        Assert.True(_scene.DataLost);
    }

    [Fact]
    public void A_node_that_was_frozen_and_replaced_writes_once_more_and_goes_read_only()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        var frozen = _scene.World.Kernel("a");
        _scene.World.Crash("a");
        Assert.Equal(0, _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);

        var device = _scene.World.Device(Scene.Ost);
        var wrote = Mounting.Keeper.Stamp(frozen, "demo-OST000a", device, _scene.World.Now);
        Assert.Equal(KernelEventKind.DataLoss, wrote.Event!.Kind);
        Assert.Equal(StampKind.DataLoss, wrote.Device!.LastStamp!.Kind);
        var looked = Mounting.Keeper.Mmp(wrote.Kernel, "demo-OST000a", wrote.Device, _scene.World.Now);
        Assert.Equal(KernelEventKind.ReadOnly, looked.Event!.Kind);
        Assert.True(looked.Kernel.Targets["demo-OST000a"].ReadOnly);
        Assert.Equal(device.Mmp, looked.Device!.Mmp);
        Assert.Null(Mounting.Keeper.Stamp(looked.Kernel, "demo-OST000a", looked.Device, _scene.World.Now).Event);
    }

    [Fact]
    public void A_slow_writer_announces_a_longer_check_and_newcomers_wait_for_it()
    {
        var block = new MmpBlock(7, "a", Scene.Ost, Scene.Start, TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(41), block.WatchTime(1));
        Assert.Equal(TimeSpan.FromSeconds(21), (block with { CheckInterval = TimeSpan.FromSeconds(10) }).WatchTime(1));
        Assert.Equal(TimeSpan.FromSeconds(2.1), (block with { CheckInterval = TimeSpan.Zero }).WatchTime(0.1));
        Assert.Equal(TimeSpan.FromSeconds(160), (block with { CheckInterval = TimeSpan.FromSeconds(100) }).WatchTime(1));
    }

    [Fact]
    public void Sequences_stay_out_of_the_reserved_ones()
    {
        Assert.InRange(MmpBlock.NewSequence(uint.MaxValue), 1u, MmpBlock.SequenceMax);
        Assert.Equal(1u, MmpBlock.Next(MmpBlock.SequenceMax));
    }
}
