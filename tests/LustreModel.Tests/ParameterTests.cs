using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Lctl;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class ParameterTests
{
    private readonly Scene _scene = new();

    public ParameterTests()
    {
        _scene.StartMgs();
        _scene.Ok("a", $"mkfs.lustre --mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp {Scene.Service} {Scene.Mdt}");
        _scene.Ok("a", $"mount -t lustre {Scene.Mdt} /mnt/mdt");
        _scene.FormatOst();
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
    }

    [Theory]
    [InlineData("obdfilter.*.exports.*.uuid", true)]
    [InlineData("obdfilter/*/exports/*/uuid", true)]
    [InlineData("obdfilter.*.exports.10.0.0.7@tcp.uuid", true)]
    [InlineData("obdfilter.*.exports.10.0.0.8@tcp.uuid", false)]
    [InlineData("obdfilter.*.exports.*.*.uuid", false)]
    [InlineData("obdfilter.*.exports.*", false)]
    public void A_nid_is_one_part_of_a_name(string pattern, bool matches) =>
        Assert.Equal(matches, ParameterName.Glob(pattern).IsMatch("obdfilter.demo-OST000a.exports.10.0.0.7@tcp.uuid"));

    [Theory]
    [InlineData("b", "obdfilter.demo-OST000a.degraded", "0", "1")]
    [InlineData("b", "obdfilter.demo-OST000a.readonly", "0", "1")]
    [InlineData("b", "obdfilter.demo-OST000a.no_create", "0", "1")]
    [InlineData("b", "obdfilter.demo-OST000a.recovery_time_soft", "300", "120")]
    [InlineData("b", "obdfilter.demo-OST000a.recovery_time_hard", "900", "1800")]
    [InlineData("b", "obdfilter.demo-OST000a.ir_factor", "5", "10")]
    [InlineData("b", "obdfilter.demo-OST000a.sync_journal", "0", "1")]
    [InlineData("a", "mdt.demo-MDT0000.readonly", "0", "1")]
    [InlineData("a", "osp.demo-OST000a-osc-MDT0000.max_create_count", "20000", "0")]
    [InlineData("a", "osp.demo-OST000a-osc-MDT0000.active", "1", "0")]
    [InlineData("a", "timeout", "100", "20")]
    [InlineData("a", "at_max", "600", "0")]
    public void A_parameter_is_set_echoed_and_shown(string node, string name, string usual, string value)
    {
        Assert.Equal($"{name}={usual}\n", _scene.Ok(node, $"lctl get_param {name}").Stdout);
        Assert.Equal($"{name}={value}\n", _scene.Ok(node, $"lctl set_param {name}={value}").Stdout);
        Assert.Equal($"{value}\n", _scene.Ok(node, $"lctl get_param -n {name}").Stdout);
        Assert.Equal("", _scene.Ok(node, $"lctl set_param -n {name} {usual}").Stdout);
        Assert.Equal($"{usual}\n", _scene.Ok(node, $"lctl get_param -n {name.Replace('.', '/')}").Stdout);
    }

    [Fact]
    public void What_was_set_is_lost_at_the_unmount()
    {
        _scene.Ok("b", "lctl set_param obdfilter.*.degraded=1");
        _scene.Ok("b", "umount /mnt/ost");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("0\n", _scene.Ok("b", "lctl get_param -n obdfilter.demo-OST000a.degraded").Stdout);
    }

    [Theory]
    [InlineData("lctl set_param", 4, "usage: set_param")]
    [InlineData("lctl set_param obdfilter.none.degraded=1", 2, "error: set_param: param_path 'obdfilter/none/degraded': No such file or directory\n")]
    [InlineData("lctl set_param obdfilter.demo-OST000a.num_exports=1", 13, "error: set_param: setting 'obdfilter/demo-OST000a/num_exports'='1': Permission denied\n")]
    [InlineData("lctl set_param obdfilter.demo-OST000a.ir_factor=x", 22, "error: set_param: setting 'obdfilter/demo-OST000a/ir_factor'='x': Invalid argument\n")]
    [InlineData("lctl set_param obdfilter.demo-OST000a.ir_factor=11", 34, "error: set_param: setting 'obdfilter/demo-OST000a/ir_factor'='11': Numerical result out of range\n")]
    [InlineData("lctl set_param -P timeout=20", 19, "No device found for name MGS: No such device\nThis command must be run on the MGS.\n")]
    [InlineData("lctl conf_param demo-OST000a.osc.active=0", 19, "No device found for name MGS: No such device\nThis command must be run on the MGS.\n")]
    public void What_cannot_be_set_is_refused(string line, int exit, string stderr)
    {
        var reply = _scene.Run("b", line);
        Assert.Equal((exit, ""), (reply.Exit, reply.Stdout));
        Assert.StartsWith(stderr, reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lasting_parameter_reaches_every_server_and_the_next_mount()
    {
        _scene.Ok("a", "lctl set_param -P obdfilter.*.ir_factor=7");
        Assert.Equal("7\n", Value("b", "obdfilter.demo-OST000a.ir_factor"));
        _scene.Ok("b", "lctl set_param obdfilter.*.ir_factor=3");
        Assert.Equal("3\n", Value("b", "obdfilter.demo-OST000a.ir_factor"));
        _scene.Ok("b", "umount /mnt/ost");
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("7\n", Value("a", "obdfilter.demo-OST000a.ir_factor"));
        _scene.Ok("a", "lctl set_param -P -d obdfilter.*.ir_factor");
        Assert.Equal("5\n", Value("a", "obdfilter.demo-OST000a.ir_factor"));
    }

    [Fact]
    public void An_ost_is_deactivated_on_every_mds_and_a_writeconf_forgets_it_but_not_the_lasting_ones()
    {
        Assert.Equal("10: demo-OST000a_UUID ACTIVE\n", Value("a", "lod.demo-MDT0000-mdtlov.target_obd"));
        _scene.Ok("a", "lctl conf_param demo-OST000a.osc.active=0");
        _scene.Ok("a", "lctl set_param -P timeout=60");
        Assert.Equal("0\n", Value("a", "osp.demo-OST000a-osc-MDT0000.active"));
        Assert.Equal("10: demo-OST000a_UUID INACTIVE\n", Value("a", "lod.demo-MDT0000-mdtlov.target_obd"));
        _scene.Ok("b", "umount /mnt/ost");
        _scene.Ok("b", $"tunefs.lustre --writeconf {Scene.Ost}");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("1\n", Value("a", "osp.demo-OST000a-osc-MDT0000.active"));
        Assert.Equal("60\n", Value("a", "timeout"));
        Assert.Equal("60\n", Value("b", "timeout"));
    }

    [Fact]
    public void An_mds_lists_the_osts_that_register_while_it_runs()
    {
        Assert.Contains(" UP osp demo-OST000a-osc-MDT0000 demo-MDT0000-mdtlov_UUID ", _scene.Ok("a", "lctl dl").Stdout, StringComparison.Ordinal);
        _scene.FormatOst("/dev/ost2", 11);
        _scene.Ok("b", "mount -t lustre /dev/ost2 /mnt/ost2");
        Assert.Equal("0\n0\n", _scene.Ok("a", "lctl get_param -n osp.*.prealloc_status").Stdout);
        Assert.Equal("osp.demo-OST000b-osc-MDT0000.max_create_count=0\n",
            _scene.Ok("a", "lctl set_param osp.demo-OST000b-osc-MDT*.max_create_count=0").Stdout);
    }

    [Fact]
    public void Statistics_have_the_kernels_columns()
    {
        var counters = new ServiceCounters(Writes: 4, WriteBytes: 4 << 20, Creates: 2, Closes: 1, Pings: 9);
        Assert.Equal("""
            snapshot_time             1767323049.500000000 secs.nsecs
            start_time                1767323045.000000000 secs.nsecs
            elapsed_time              4.500000000 secs.nsecs
            write_bytes               4 samples [bytes] 1048576 1048576 4194304 4398046511104
            ping                      9 samples [reqs]

            """, StatsText.Ost(counters, Scene.Start, Scene.Start + TimeSpan.FromSeconds(4.5)));
        Assert.EndsWith("open                      2 samples [reqs]\nclose                     1 samples [reqs]\n",
            StatsText.Mdt(counters, Scene.Start, Scene.Start), StringComparison.Ordinal);
        Assert.StartsWith("obdfilter.demo-OST000a.stats=\nsnapshot_time ", _scene.Ok("b", "lctl get_param obdfilter.*.stats").Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_survives_its_text()
    {
        var view = new FilesystemView(["demo-OST0000"], [KeyValuePair.Create("a.b", "c=d")]);
        Assert.Equal(view.Print(), FilesystemView.Parse(view.Print() + "what else\nparam\n").Print());
    }

    [Fact]
    public void The_mount_options_of_a_server_have_their_effect()
    {
        _scene.Ok("b", "umount /mnt/ost");
        Clients(2);
        _scene.Ok("b", $"mount -t lustre -o abort_recov,recovery_time_soft=60,recovery_time_hard=600,no_create,noscrub {Scene.Ost} /mnt/ost");
        Assert.Matches("status: COMPLETE\n(.*\n)*completed_clients: 0/2\n", Value("b", "obdfilter.*.recovery_status"));
        Assert.Equal("120\n600\n1\n", Value("b", "obdfilter.*.recovery_time_soft") + Value("b", "obdfilter.*.recovery_time_hard") + Value("b", "obdfilter.*.no_create"));
        _scene.Ok("b", "umount /mnt/ost");
        var reply = _scene.Run("b", $"mount -t lustre -o wishful {Scene.Ost} /mnt/ost");
        Assert.Equal(22, reply.Exit);
        Assert.Contains("Are the mount options correct?\n", reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void With_nosvc_only_the_mgs_of_a_combined_target_starts()
    {
        _scene.World.Put(new DeviceState("/dev/both", 512L << 20));
        _scene.Boot("c");
        _scene.Ok("b", $"mkfs.lustre --mgs --mdt --fsname=other --index=0 {Scene.Service} /dev/both");
        _scene.Ok("b", "mount -t lustre -o nosvc /dev/both /mnt/ost2");
        var list = _scene.Ok("b", "lctl dl").Stdout;
        Assert.Contains(" UP mgs MGS MGS ", list, StringComparison.Ordinal);
        Assert.DoesNotContain(" mdt other-MDT0000 ", list, StringComparison.Ordinal);
        Assert.Equal("other:MDT0000", _scene.Target("/dev/both").Label);
    }

    private string Value(string node, string name) => _scene.Ok(node, $"lctl get_param -n {name}").Stdout;

    private void Clients(int count) => _scene.World.Put(
        _scene.World.Device(Scene.Ost) with { Content = new Formatted(_scene.Target(Scene.Ost) with { Clients = count }) });
}
