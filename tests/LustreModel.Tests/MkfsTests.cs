using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class MkfsTests
{
    private readonly Scene _scene = new();

    [Theory]
    [InlineData("--ost --fsname=toolongname --index=0 --mgsnode=10.0.0.1@tcp", 1, "mkfs.lustre: filesystem name must be 1-8 chars\nmkfs.lustre: exiting with 1 (Operation not permitted)\n")]
    [InlineData("--ost --fsname=a.b --index=0 --mgsnode=10.0.0.1@tcp", 1, "mkfs.lustre: char '.' not allowed in filesystem name\n")]
    [InlineData("--ost --fsname=demo --index=0", 22, "mkfs.lustre FATAL: Must specify --mgsnode\n")]
    [InlineData("--mdt --fsname=demo --index=0", 22, "mkfs.lustre FATAL: Must specify --mgs or --mgsnode\n")]
    [InlineData("--ost --index=0 --mgsnode=10.0.0.1@tcp", 22, "mkfs.lustre FATAL: Must specify --fsname for MDT/OST device\n")]
    [InlineData("--fsname=demo --index=0 --mgsnode=10.0.0.1@tcp", 22, "mkfs.lustre FATAL: must set target type: MDT,OST,MGS\n")]
    [InlineData("--ost --mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp", 22, "mkfs.lustre FATAL: OST type is exclusive with MDT,MGS\n")]
    [InlineData("--ost --fsname=demo --index=70000 --mgsnode=10.0.0.1@tcp", 1, "mkfs.lustre: wrong index 70000. Target index must be less than 65504.\n")]
    [InlineData("--ost --fsname=demo --index=0xffe0 --mgsnode=10.0.0.1@tcp", 1, "Target index must be less than 65504.\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=nowhere@tcp", 1, "Can't parse NID 'nowhere@tcp'\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --servicenode=10.0.0.1@tcp --failnode=10.0.0.2@tcp", 1, "cannot use with --servicenode\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --backfstype=ext4", 1, "mkfs.lustre: invalid backend filesystem type ext4\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --backfstype=zfs", 22, "Invalid filesystem name /dev/ost\n")]
    [InlineData("--mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --mountfsoptions=acl", 22, "user_xattr")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --frobnicate", 22, "unrecognized option '--frobnicate'\n")]
    public void Wrong_arguments_exit_as_the_real_tool_does_and_touch_nothing(string arguments, int exit, string stderr)
    {
        var reply = _scene.Run("a", $"mkfs.lustre {arguments} {Scene.Ost}");
        Assert.Equal(exit, reply.Exit);
        Assert.Contains(stderr, reply.Stderr, StringComparison.Ordinal);
        Assert.IsType<Blank>(_scene.World.Device(Scene.Ost).Content);
    }

    [Fact]
    public void An_mgs_with_an_index_exits_0_and_formats_nothing()
    {
        var reply = _scene.Run("a", $"mkfs.lustre --mgs --index=0 {Scene.Mgt}");
        Assert.Equal(0, reply.Exit);
        Assert.StartsWith("mkfs.lustre: '--index' only valid for MDT,OST\n", reply.Stderr, StringComparison.Ordinal);
        Assert.IsType<Blank>(_scene.World.Device(Scene.Mgt).Content);
    }

    [Fact]
    public void A_dry_run_prints_the_block_and_looks_at_no_disk()
    {
        var reply = _scene.Ok("a", "mkfs.lustre --dryrun --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1:10.0.0.2@tcp "
            + "--servicenode=10.0.0.11@tcp --servicenode=10.0.0.12@tcp /dev/not-there");
        Assert.Equal("""

               Permanent disk data:
            Target:     demo:OST000a
            Index:      10
            Lustre FS:  demo
            Mount type: ldiskfs
            Flags:      0x1062
                          (OST first_time update no_primnode )
            Persistent mount opts: ,errors=remount-ro
            Parameters: mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1:10.0.0.2@tcp failover.node=10.0.0.11@tcp:10.0.0.12@tcp

            exiting before disk write.

            """, reply.Stdout);
    }

    [Theory]
    [InlineData("--mgs", "Target:     MGS\nIndex:      unassigned\nLustre FS:  \nMount type: ldiskfs\nFlags:      0x64\n              (MGS first_time update )\nPersistent mount opts: user_xattr,errors=remount-ro\nParameters:\n")]
    [InlineData("--mgs --servicenode=10.0.0.1@tcp --servicenode=10.0.0.2@tcp", "Flags:      0x1064\n              (MGS first_time update no_primnode )\nPersistent mount opts: user_xattr,errors=remount-ro\nParameters: failover.node=10.0.0.1@tcp:10.0.0.2@tcp\n")]
    [InlineData("--mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --servicenode=10.0.0.1@tcp --servicenode=10.0.0.2@tcp", "Flags:      0x1061\n              (MDT first_time update no_primnode )\nPersistent mount opts: user_xattr,errors=remount-ro\nParameters: mgsnode=10.0.0.1@tcp failover.node=10.0.0.1@tcp:10.0.0.2@tcp\n")]
    [InlineData("--mgs --mdt --fsname=demo --index=0", "Target:     demo:MDT0000\nIndex:      0\nLustre FS:  demo\nMount type: ldiskfs\nFlags:      0x65\n              (MDT MGS first_time update )\n")]
    [InlineData("--ost --fsname=demo --index=0x1f --mgsnode=10.0.0.1", "Target:     demo:OST001f\nIndex:      31\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=localhost@tcp", "Parameters: mgsnode=127.0.0.1@tcp\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=fd00::1@tcp", "Parameters: mgsnode=fd00::1@tcp\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp0", "Parameters: mgsnode=10.0.0.1@tcp\n")]
    [InlineData("--ost --fsname=demo --index=0 --replace --mgsnode=10.0.0.1@tcp", "Target:     demo-OST0000\n")]
    [InlineData("--ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp --param sys.timeout=40", "Parameters: mgsnode=10.0.0.1@tcp sys.timeout=40\n")]
    public void The_block_of_each_role_is_the_real_tools(string arguments, string block) =>
        Assert.Contains(block, _scene.Ok("a", $"mkfs.lustre --dryrun {arguments} /dev/x").Stdout, StringComparison.Ordinal);

    [Fact]
    public void Two_ways_to_name_two_nodes_are_one()
    {
        const string Rest = "--dryrun --ost --fsname=demo --index=0";
        Assert.Equal(
            _scene.Ok("a", $"mkfs.lustre {Rest} --mgsnode=10.0.0.1@tcp:10.0.0.2@tcp /dev/x").Stdout,
            _scene.Ok("a", $"mkfs.lustre {Rest} --mgsnode=10.0.0.1@tcp --mgsnode=10.0.0.2@tcp /dev/x").Stdout);
    }

    [Fact]
    public void An_ost_without_an_index_is_formatted_with_a_warning_and_can_never_be_mounted()
    {
        var reply = _scene.Ok("a", $"mkfs.lustre --ost --fsname=demo --mgsnode=10.0.0.1@tcp {Scene.Ost}");
        Assert.Equal($"warning: {Scene.Ost}: for Lustre 2.4 and later, the target index must be specified with --index\n", reply.Stderr);
        Assert.Contains("Target:     demo:OSTffff", reply.Stdout, StringComparison.Ordinal);
        Assert.Contains("Flags:      0x72", reply.Stdout, StringComparison.Ordinal);
        var mount = _scene.Run("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(22, mount.Exit);
        Assert.Contains("has no index assigned", mount.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_leaves_a_new_unregistered_target_with_mmp_if_service_nodes_were_named()
    {
        var reply = _scene.Ok("a", $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Service} {Scene.Ost}");
        Assert.Contains("checking for existing Lustre data: not found\nformatting backing filesystem ldiskfs on /dev/ost\n", reply.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("Writing CONFIGS/mountdata\n", reply.Stdout, StringComparison.Ordinal);
        var target = _scene.Target(Scene.Ost);
        Assert.Equal("demo:OST000a", target.Label);
        Assert.True(target.Mmp);
        _scene.Ok("a", $"mkfs.lustre --reformat --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Ost}");
        Assert.False(_scene.Target(Scene.Ost).Mmp);
        Assert.NotEqual(target.Uuid, _scene.Target(Scene.Ost).Uuid);
    }

    [Fact]
    public void A_lustre_target_is_formatted_again_only_with_reformat()
    {
        _scene.FormatOst();
        var before = _scene.World.Device(Scene.Ost);
        var reply = _scene.Run("b", $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Ost}");
        Assert.Equal(1, reply.Exit);
        Assert.Contains("was previously formatted for lustre. Use --reformat to reformat it, or tunefs.lustre to modify.\n", reply.Stderr, StringComparison.Ordinal);
        Assert.Equal(before, _scene.World.Device(Scene.Ost));
    }

    [Fact]
    public void Somebody_elses_file_system_is_overwritten_without_a_word()
    {
        _scene.World.Put(_scene.World.Device(Scene.Ost) with { Content = new Foreign("ext4", "precious", "u") });
        _scene.FormatOst();
        Assert.Equal("demo:OST000a", _scene.Target(Scene.Ost).Label);
    }

    [Fact]
    public void A_format_that_is_cut_off_leaves_a_device_that_is_neither_blank_nor_lustre()
    {
        var call = _scene.Begin("a", $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Ost}");
        _scene.World.Crash("a");
        _scene.World.Pass(TimeSpan.FromSeconds(10));
        Assert.Null(call.Reply);
        Assert.Equal("demo:OST000a", Assert.IsType<HalfFormatted>(_scene.World.Device(Scene.Ost).Content).Label);
        Assert.Contains("LABEL=demo:OST000a\n", _scene.Ok("b", $"blkid -p -o export {Scene.Ost}").Stdout, StringComparison.Ordinal);
        Assert.Equal(19, _scene.Run("b", $"tunefs.lustre --dryrun {Scene.Ost}").Exit);
        Assert.Equal(19, _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
    }

    [Fact]
    public void Without_modules_the_file_system_is_made_and_the_format_fails_half_way()
    {
        _scene.World.Change("a", k => k with { Modules = Kernels.ModuleState.Absent });
        var reply = _scene.Run("a", $"mkfs.lustre --mgs {Scene.Mgt}");
        Assert.Equal(19, reply.Exit);
        Assert.Contains("mkfs.lustre: Unable to mount /dev/mgt: No such device\nIs the ldiskfs module available?\n\nmkfs.lustre FATAL: failed to write local files\n", reply.Stderr, StringComparison.Ordinal);
        Assert.IsType<HalfFormatted>(_scene.World.Device(Scene.Mgt).Content);
    }

    [Fact]
    public void A_device_mounted_on_this_node_is_left_alone()
    {
        _scene.StartMgs();
        var reply = _scene.Run("a", $"mkfs.lustre --reformat --mgs {Scene.Mgt}");
        Assert.Equal(17, reply.Exit);
        Assert.EndsWith("/dev/mgt: is currently mounted, exiting without any change\n", reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_mounted_on_another_node_is_reformatted_despite_mmp_and_that_is_data_loss()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        var reply = _scene.Run("b", $"mkfs.lustre --reformat --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Ost}");
        Assert.Equal(0, reply.Exit);
        _scene.World.Pass(TimeSpan.FromSeconds(2));
        Assert.True(_scene.DataLost);
    }
}
