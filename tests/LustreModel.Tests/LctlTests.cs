using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class LctlTests
{
    private readonly Scene _scene = new();

    [Theory]
    [InlineData("lctl dl", 2, "Writer error: failed to resolve Netlink family id\n")]
    [InlineData("lctl get_param -n health_check", 2, "error: get_param: param_path 'health_check': No such file or directory\n")]
    [InlineData("lctl list_nids", 1, "")]
    [InlineData("lctl frobnicate", 1, "")]
    [InlineData("lctl ping", 4, "")]
    [InlineData("lctl --device x abort_recovery now", 4, "")]
    [InlineData("lnetctl net show", 234, "")]
    [InlineData("lnetctl export", 0, "")]
    public void Without_modules_loaded_the_exit_codes_are_the_measured_ones(string line, int exit, string stderr)
    {
        var reply = _scene.Run("a", line);
        Assert.Equal(exit, reply.Exit);
        Assert.Contains(stderr, reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void The_device_list_names_every_service()
    {
        _scene.StartMgs();
        _scene.FormatOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        var list = _scene.Ok("a", "lctl dl").Stdout;
        Assert.Contains(" UP mgs MGS MGS ", list, StringComparison.Ordinal);
        Assert.Contains(" UP obdfilter demo-OST000a demo-OST000a_UUID ", list, StringComparison.Ordinal);
        Assert.All(list.TrimEnd('\n').Split('\n'), (line, i) => Assert.Matches($@"^ *{i} (UP|ST) \S+ \S+ \S+ \d+$", line));
        Assert.Equal("healthy\n", _scene.Ok("a", "lctl get_param -n health_check").Stdout);
        Assert.Equal("10.0.0.1@tcp\n", _scene.Ok("a", "lctl list_nids").Stdout);
        Assert.Equal("osd-ldiskfs.demo-OST000a.mntdev=/dev/ost\n", _scene.Ok("a", "lctl get_param osd-*.demo-OST000a.mntdev").Stdout);
    }

    [Fact]
    public void A_missing_parameter_among_others_exits_2_and_still_prints_the_others()
    {
        _scene.StartMgs();
        var reply = _scene.Run("a", "lctl get_param version obdfilter.*.recovery_status");
        Assert.Equal((2, "version=2.17.0\n"), (reply.Exit, reply.Stdout));
        Assert.Equal("error: get_param: param_path 'obdfilter/*/recovery_status': No such file or directory\n", reply.Stderr);
    }

    [Fact]
    public void Health_tells_of_a_read_only_target_and_of_an_lbug()
    {
        _scene.StartMgs();
        _scene.World.Change("a", k => k.With(k.Targets["MGS"] with { ReadOnly = true }));
        Assert.Equal("device MGS reported unhealthy\nNOT HEALTHY\n", _scene.Ok("a", "lctl get_param -n health_check").Stdout);
        _scene.World.Change("a", k => k with { Lbug = true });
        Assert.Equal("LBUG\n", _scene.Ok("a", "lctl get_param -n health_check").Stdout);
    }

    [Fact]
    public void Ping_reaches_live_nodes_only()
    {
        _scene.StartMgs();
        _scene.Ok("b", "lctl network up");
        Assert.Equal("12345-0@lo\n12345-10.0.0.2@tcp\n", _scene.Ok("a", "lctl ping 10.0.0.2@tcp 5").Stdout);
        _scene.World.Crash("b");
        var reply = _scene.Run("a", "lctl ping 10.0.0.2@tcp");
        Assert.NotEqual(0, reply.Exit);
        Assert.Equal("failed to ping 10.0.0.2@tcp: Input/output error\n", reply.Stderr);
    }

    [Fact]
    public void The_mgs_lists_what_has_registered()
    {
        _scene.RegisteredOst();
        Assert.Equal("demo\n", _scene.Ok("a", "lctl get_param -n mgs.MGS.filesystems").Stdout);
        Assert.Contains("\ndemo-OST000a\n", _scene.Ok("a", "lctl get_param mgs.MGS.live.demo").Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void Recovery_goes_from_waiting_to_complete_in_the_kernels_words()
    {
        _scene.RegisteredOst();
        var device = _scene.World.Device(Scene.Ost);
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("obdfilter.demo-OST000a.recovery_status=status: INACTIVE\n", Status());
        _scene.Ok("a", "umount /mnt/ost");
        _scene.World.Put(_scene.World.Device(Scene.Ost) with { Content = new Formatted(_scene.Target(Scene.Ost) with { Clients = 2 }) });
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("obdfilter.demo-OST000a.recovery_status=status: WAITING_FOR_CLIENTS\n", Status());
        ClientReturns();
        _scene.World.Pass(TimeSpan.FromSeconds(31));
        Assert.Matches(@"^obdfilter\.demo-OST000a\.recovery_status=\nstatus: RECOVERING\nrecovery_start: \d+\ntime_remaining: 119\nconnected_clients: 1/2\n(.*\n)*lock_repay_clients: 0\n", Status());
        ClientReturns();
        Assert.Matches(@"status: COMPLETE\nrecovery_start: \d+\nrecovery_duration: 31\ncompleted_clients: 2/2\n", Status());

        string Status() => _scene.Ok("a", "lctl get_param obdfilter.*.recovery_status").Stdout;
        void ClientReturns() => _scene.World.Change("a", k =>
            k.With(k.Targets["demo-OST000a"] with { Recovery = k.Targets["demo-OST000a"].Recovery.ClientReturned(_scene.World.Now) }));
    }

    [Fact]
    public void A_passed_window_and_an_abort_evict_whoever_is_missing()
    {
        var now = Scene.Start;
        var recovering = RecoveryState.AtStart(5).ClientReturned(now);
        Assert.Equal(new Complete(now, RecoveryState.Window, 1, 5), recovering.At(now + TimeSpan.FromSeconds(150)));
        Assert.Equal(new Complete(now, TimeSpan.FromSeconds(9), 1, 5), recovering.Abort(now + TimeSpan.FromSeconds(9)));
        Assert.Equal(new Complete(now, TimeSpan.Zero, 0, 5), RecoveryState.AtStart(5).Abort(now));
        Assert.Equal(new WaitingForClients(5), RecoveryState.AtStart(5).At(now + TimeSpan.FromDays(1)));
    }
}
