using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Tests;

/// <summary>Texts and codes measured with e2fsprogs 1.47 and util-linux 2.38.</summary>
public sealed class ProbeTests
{
    private const string Banner = "dumpe2fs 1.47.3-wc2 (9-Oct-2025)\n";
    private readonly Scene _scene = new();

    [Fact]
    public void Blkid_says_nothing_of_a_blank_device_and_of_a_missing_one()
    {
        foreach (var device in (string[])[Scene.Ost, "/dev/not-there"])
        {
            var reply = _scene.Run("a", $"blkid -p -o export {device}");
            Assert.Equal((2, "", ""), (reply.Exit, reply.Stdout, reply.Stderr));
        }
    }

    [Fact]
    public void Blkid_shows_label_and_uuid()
    {
        _scene.FormatOst();
        Assert.Equal(
            $"DEVNAME=/dev/ost\nLABEL=demo:OST000a\nUUID={_scene.Target(Scene.Ost).Uuid}\nVERSION=1.0\nBLOCK_SIZE=4096\nTYPE=ext4\nUSAGE=filesystem\n",
            _scene.Ok("a", $"blkid -p -o export {Scene.Ost}").Stdout);
        _scene.World.Put(_scene.World.Device(Scene.Ost) with { Content = new Foreign("xfs", "", "") });
        Assert.Equal("DEVNAME=/dev/ost\nTYPE=xfs\nUSAGE=filesystem\n", _scene.Ok("a", $"blkid -p -o export {Scene.Ost}").Stdout);
    }

    [Fact]
    public void A_clean_device_is_safe_at_once()
    {
        _scene.FormatOst();
        var call = _scene.Call("a", $"dumpe2fs -m {Scene.Ost}");
        Assert.Equal((0, "dumpe2fs: it is safe to mount '/dev/ost', MMP is clean\n", Banner), (call.Reply!.Exit, call.Reply.Stdout, call.Reply.Stderr));
        Assert.Equal(TimeSpan.Zero, call.Took);
    }

    [Fact]
    public void An_active_device_is_found_after_21_seconds_with_its_nodes_name()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        var call = _scene.Call("b", $"dumpe2fs -m {Scene.Ost}");
        Assert.Equal((1, ""), (call.Reply!.Exit, call.Reply.Stdout));
        Assert.StartsWith(Banner + "dumpe2fs: MMP: device currently active while trying to open /dev/ost\ndumpe2fs: MMP update by 'a/dev/ost' at Fri Jan  2 03:04:", call.Reply.Stderr, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(21), call.Took);
    }

    [Fact]
    public void A_device_left_by_a_crash_counts_as_clean_after_21_seconds()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Crash("a");
        var call = _scene.Call("b", $"dumpe2fs -m {Scene.Ost}");
        Assert.Equal((0, TimeSpan.FromSeconds(21)), (call.Reply!.Exit, call.Took));
    }

    [Fact]
    public void What_cannot_be_told_has_its_own_exit_codes()
    {
        Assert.Equal((19, $"{Banner}dumpe2fs: Bad magic number in super-block while trying to open /dev/ost\n"), Codes(Scene.Ost));
        Assert.Equal((2, $"{Banner}dumpe2fs: No such file or directory while trying to open /dev/none\n"), Codes("/dev/none"));
        _scene.FormatOst(more: "");
        Assert.Equal((2, $"{Banner}dumpe2fs: MMP feature not enabled.\n"), Codes(Scene.Ost));
        _scene.FormatOst("/dev/ost2");
        var device = _scene.World.Device("/dev/ost2");
        _scene.World.Put(device with { Mmp = device.Mmp with { Sequence = MmpBlock.Fsck, NodeName = "c", DeviceName = "sdb" } });
        Assert.StartsWith($"{Banner}dumpe2fs: MMP: e2fsck being run while trying to open /dev/ost2\ndumpe2fs: MMP update by 'csdb' at ", Codes("/dev/ost2").Stderr, StringComparison.Ordinal);
        Assert.Equal(1, Codes("/dev/ost2").Exit);

        (int Exit, string Stderr) Codes(string device)
        {
            var reply = _scene.Run("a", $"dumpe2fs -m {device}");
            return (reply.Exit, reply.Stderr);
        }
    }
}
