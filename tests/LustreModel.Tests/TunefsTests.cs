using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class TunefsTests
{
    private readonly Scene _scene = new();

    [Fact]
    public void A_device_that_is_not_lustre_is_refused_with_19()
    {
        var reply = _scene.Run("a", $"tunefs.lustre --dryrun {Scene.Ost}");
        Assert.Equal(19, reply.Exit);
        Assert.Equal("checking for existing Lustre data: not found\n", reply.Stdout);
        Assert.Contains("tunefs.lustre FATAL: Device /dev/ost has not been formatted with mkfs.lustre\n", reply.Stderr, StringComparison.Ordinal);
        Assert.Equal(19, _scene.Run("a", "tunefs.lustre --dryrun /dev/not-there").Exit);
    }

    [Fact]
    public void The_first_block_shows_the_registered_name_and_the_second_the_label()
    {
        _scene.FormatOst();
        var stdout = _scene.Ok("a", $"tunefs.lustre --dryrun {Scene.Ost}").Stdout;
        Assert.Equal("""
            checking for existing Lustre data: found

               Read previous values:
            Target:     demo-OST000a
            Index:      10
            Lustre FS:  demo
            Mount type: ldiskfs
            Flags:      0x1062
                          (OST first_time update no_primnode )
            Persistent mount opts: ,errors=remount-ro
            Parameters: mgsnode=10.0.0.1@tcp failover.node=10.0.0.1@tcp:10.0.0.2@tcp


               Permanent disk data:
            Target:     demo:OST000a
            Index:      10
            Lustre FS:  demo
            Mount type: ldiskfs
            Flags:      0x1062
                          (OST first_time update no_primnode )
            Persistent mount opts: ,errors=remount-ro
            Parameters: mgsnode=10.0.0.1@tcp failover.node=10.0.0.1@tcp:10.0.0.2@tcp

            exiting before disk write.

            """, stdout);
    }

    [Fact]
    public void An_mgt_never_shows_first_time_because_its_label_has_no_state()
    {
        _scene.FormatMgt();
        Assert.Contains("Target:     MGS\nIndex:      unassigned\nLustre FS:  \nMount type: ldiskfs\nFlags:      0x1044\n              (MGS update no_primnode )\n",
            _scene.Ok("a", $"tunefs.lustre --dryrun {Scene.Mgt}").Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void Writeconf_marks_the_label()
    {
        _scene.RegisteredOst();
        Assert.Contains("Target:     demo=OST000a\n", _scene.Ok("a", $"tunefs.lustre --dryrun --writeconf {Scene.Ost}").Stdout, StringComparison.Ordinal);
        Assert.Equal("demo-OST000a", _scene.Target(Scene.Ost).Label);
        _scene.Ok("a", $"tunefs.lustre --writeconf {Scene.Ost}");
        Assert.Equal("demo=OST000a", _scene.Target(Scene.Ost).Label);
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("demo-OST000a", _scene.Target(Scene.Ost).Label);
    }

    [Fact]
    public void Mgsnode_appends_unless_parameters_are_erased()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"tunefs.lustre --mgsnode=10.0.0.9@tcp {Scene.Ost}");
        Assert.StartsWith("mgsnode=10.0.0.1@tcp:10.0.0.9@tcp ", _scene.Target(Scene.Ost).Parameters, StringComparison.Ordinal);
        _scene.Ok("a", $"tunefs.lustre --erase-params --mgsnode=10.0.0.9@tcp {Scene.Ost}");
        Assert.Equal("mgsnode=10.0.0.9@tcp", _scene.Target(Scene.Ost).Parameters);
        Assert.True(_scene.Target(Scene.Ost).Flags.HasFlag(TargetFlags.Update));
    }

    [Theory]
    [InlineData("--index=3", "cannot change the index of a registered target\n")]
    [InlineData("--fsname=other", "cannot change the name of a registered target\n")]
    public void A_registered_target_keeps_its_name(string option, string stderr)
    {
        _scene.RegisteredOst();
        var reply = _scene.Run("a", $"tunefs.lustre {option} {Scene.Ost}");
        Assert.Equal(1, reply.Exit);
        Assert.StartsWith("tunefs.lustre: " + stderr, reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_to_a_device_that_is_active_elsewhere_is_busy_after_22_seconds_but_reading_is_not()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(TimeSpan.Zero, _scene.Call("b", $"tunefs.lustre --dryrun {Scene.Ost}").Took);
        var call = _scene.Call("b", $"tunefs.lustre --writeconf {Scene.Ost}");
        Assert.Equal(16, call.Reply!.Exit);
        Assert.Equal(TimeSpan.FromSeconds(22), call.Took);
        Assert.StartsWith("tunefs.lustre: Unable to mount /dev/ost: Device or resource busy\n", call.Reply.Stderr, StringComparison.Ordinal);
    }
}
