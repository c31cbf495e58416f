using CsCheck;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class ZfsTests
{
    private const string Name = "demo-ost0003/ost0003";
    private const string Options = "--ost --backfstype=zfs --fsname=demo --index=3 --mgsnode=10.0.0.1@tcp " + Scene.Service;

    private readonly Scene _scene = new();

    [Fact]
    public void A_format_makes_a_multihost_pool_and_leaves_it_imported()
    {
        var reply = _scene.Ok("a", $"mkfs.lustre {Options} {Name} {Scene.Ost}");
        Assert.Contains("Target:     demo:OST0003\nIndex:      3\nLustre FS:  demo\nMount type: zfs\nFlags:      0x1062\n", reply.Stdout, StringComparison.Ordinal);
        Assert.Contains($"mkfs_cmd = zpool create -f -O canmount=off demo-ost0003 {Scene.Ost}\nmkfs_cmd = zfs create -o canmount=off  {Name}\n"
            + $"Writing {Name} properties\n", reply.Stdout, StringComparison.Ordinal);
        Assert.Equal("demo-ost0003\n", _scene.Ok("a", "zpool list -H -o name").Stdout);
        Assert.Equal("on\n", _scene.Ok("a", "zpool get -H -o value multihost demo-ost0003").Stdout);
        Assert.Equal("demo:OST0003\n", _scene.Ok("a", $"zfs get -H -o value lustre:svname {Name}").Stdout);
        Assert.Equal("demo-ost0003\ndemo-ost0003/ost0003\n", _scene.Ok("a", "zfs list -H -o name").Stdout);
        var guid = _scene.Ok("a", "zpool get -H -o value guid demo-ost0003").Stdout.Trim();
        Assert.Equal($"DEVNAME={Scene.Ost}\nVERSION=5000\nLABEL=demo-ost0003\nUUID={guid}\nBLOCK_SIZE=4096\nTYPE=zfs_member\nUSAGE=filesystem\n",
            _scene.Ok("b", $"blkid -p -o export {Scene.Ost}").Stdout);
        Assert.Equal(19, _scene.Run("a", $"dumpe2fs -m {Scene.Ost}").Exit);
        Assert.Equal(1, _scene.Run("a", $"mkfs.lustre {Options} {Name} {Scene.Ost}").Exit);
    }

    [Fact]
    public void Tunefs_and_mount_need_the_pool_imported_and_take_its_dataset()
    {
        _scene.StartMgs();
        Format();
        Assert.Contains("Mount type: zfs\n", _scene.Ok("a", $"tunefs.lustre --dryrun {Name}").Stdout, StringComparison.Ordinal);
        Assert.Equal(19, _scene.Run("b", $"tunefs.lustre --dryrun {Name}").Exit);
        Assert.Equal(19, _scene.Run("a", $"tunefs.lustre --dryrun {Scene.Ost}").Exit);
        Assert.Equal(19, _scene.Run("b", $"mount -t lustre {Name} /mnt/ost").Exit);
        _scene.Ok("a", $"mount -t lustre {Name} /mnt/ost");
        Assert.Equal("demo-OST0003\n", _scene.Ok("a", $"zfs get -H -o value lustre:svname {Name}").Stdout);
        Assert.Contains($"{Name} on /mnt/ost type lustre (rw,svname=demo-OST0003)\n", _scene.Ok("a", "mount -t lustre").Stdout, StringComparison.Ordinal);
        Assert.Equal($"osd-zfs.demo-OST0003.mntdev={Name}\n", _scene.Ok("a", "lctl get_param osd-*.demo-OST0003.mntdev").Stdout);
        Assert.Contains(" UP osd-zfs demo-OST0003-osd ", _scene.Ok("a", "lctl dl").Stdout, StringComparison.Ordinal);
        Assert.Equal("cannot export 'demo-ost0003': pool is busy\n", _scene.Run("a", "zpool export demo-ost0003").Stderr);
        _scene.Ok("a", "umount /mnt/ost");
        _scene.Ok("a", "zpool export demo-ost0003");
        Assert.Equal("cannot open 'demo-ost0003': no such pool\n", _scene.Run("a", "zpool export demo-ost0003").Stderr);
        _scene.Ok("b", $"zpool import -N -o cachefile=none -d {Scene.Ost} demo-ost0003");
        _scene.Ok("b", $"mount -t lustre {Name} /mnt/ost");
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void A_live_host_keeps_its_pool_even_from_force()
    {
        Format();
        var call = _scene.Call("b", "zpool import demo-ost0003");
        Assert.Equal((1, TimeSpan.FromSeconds(20)), (call.Reply!.Exit, call.Took));
        Assert.Matches(@"^cannot import 'demo-ost0003': pool is imported on a \(hostid: 0x[0-9a-f]+\)\nExport the pool on the other system, then run 'zpool import'\.\n$",
            call.Reply.Stderr);
        Assert.Matches(@"^cannot import 'demo-ost0003': pool is imported on host 'a' \(hostid=[0-9a-f]+\)\.\n", _scene.Run("b", "zpool import -f demo-ost0003").Stderr);
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void A_dead_hosts_pool_needs_force_elsewhere_and_none_at_home()
    {
        Format();
        _scene.World.Crash("a");
        var reply = _scene.Run("b", "zpool import demo-ost0003");
        Assert.Equal(1, reply.Exit);
        Assert.Matches(@"^cannot import 'demo-ost0003': pool was previously in use from another system\.\n"
            + @"Last accessed by a \(hostid=[0-9a-f]+\) at Fri Jan  2 03:04:05 2026\nThe pool can be imported, use 'zpool import -f' to import the pool\.\n$", reply.Stderr);
        _scene.Boot("a", "boot-2");
        Assert.Equal(TimeSpan.Zero, _scene.Call("a", "zpool import demo-ost0003").Took);
        _scene.World.Crash("a");
        var forced = _scene.Call("b", "zpool import -f demo-ost0003");
        Assert.Equal((0, TimeSpan.FromSeconds(20)), (forced.Reply!.Exit, forced.Took));
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void Without_multihost_force_imports_twice_and_that_is_data_loss()
    {
        Format();
        _scene.Ok("a", "zpool set multihost=off demo-ost0003");
        Assert.Equal(1, _scene.Run("b", "zpool import demo-ost0003").Exit);
        _scene.Ok("b", "zpool import -f demo-ost0003");
        _scene.World.Pass(TimeSpan.FromSeconds(5));
        Assert.True(_scene.DataLost);
        Assert.Equal("SUSPENDED\n", _scene.Ok("a", "zpool list -H -o health demo-ost0003").Stdout);
    }

    [Fact]
    public void Creating_a_pool_over_one_that_another_host_has_imported_is_data_loss()
    {
        Format();
        _scene.Ok("b", $"mkfs.lustre {Options} other/ost0003 {Scene.Ost}");
        _scene.World.Pass(TimeSpan.FromSeconds(5));
        Assert.True(_scene.DataLost);
    }

    [Fact]
    public void Without_a_host_id_a_failover_target_is_refused_unless_forced()
    {
        _scene.World.Change("a", k => k with { HostId = 0 });
        var reply = _scene.Run("a", $"mkfs.lustre {Options} {Name} {Scene.Ost}");
        Assert.Equal(22, reply.Exit);
        Assert.Contains("mkfs.lustre FATAL: spl_hostid not set. See mkfs.lustre(8)\n", reply.Stderr, StringComparison.Ordinal);
        Assert.IsType<Blank>(_scene.World.Device(Scene.Ost).Content);
        _scene.Ok("a", $"mkfs.lustre --force-nohostid {Options} {Name} {Scene.Ost}");
        Assert.Equal("off\n", _scene.Ok("a", "zpool get -H -o value multihost demo-ost0003").Stdout);
        Assert.Equal("cannot set property for 'demo-ost0003': requires a non-zero system hostid\n", _scene.Run("a", "zpool set multihost=on demo-ost0003").Stderr);
        _scene.Ok("a", "zpool export demo-ost0003");
        _scene.Ok("b", "zpool import demo-ost0003");
        _scene.Ok("b", "zpool set multihost=on demo-ost0003");
        _scene.Ok("b", "zpool export demo-ost0003");
        Assert.StartsWith("Cannot import 'demo-ost0003': pool has the multihost property on and the\nsystem's hostid is not set.",
            _scene.Run("a", "zpool import demo-ost0003").Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkfs.lustre " + Options + " pool /dev/ost", 22, "FATAL: Missing pool in filesystem name pool\n")]
    [InlineData("mkfs.lustre " + Options + " pool/ds", 1, "FATAL: Unable to create filesystem pool/ds (256)\n")]
    [InlineData("mkfs.lustre " + Options + " pool/ds /dev/none", 1, "FATAL: Unable to create pool pool (256)\n")]
    [InlineData("zpool import nowhere", 1, "cannot import 'nowhere': no such pool available\n")]
    [InlineData("zpool import", 1, "no pools available to import\n")]
    [InlineData("zpool list nowhere", 1, "cannot open 'nowhere': no such pool\n")]
    [InlineData("zfs get -H -o value lustre:svname no/where", 1, "cannot open 'no/where': dataset does not exist\n")]
    [InlineData("zpool frobnicate", 2, "unrecognized command 'frobnicate'\n")]
    [InlineData("zpool import -x pool", 2, "invalid option 'x'\n")]
    public void What_is_wrong_is_said_in_zfs_words(string line, int exit, string stderr)
    {
        var reply = _scene.Run("a", line);
        Assert.Equal(exit, reply.Exit);
        Assert.Contains(stderr, reply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_module_nothing_works()
    {
        _scene.World.Change("a", k => k with { HasZfs = false });
        Assert.Equal((22, 1), (_scene.Run("a", $"mkfs.lustre {Options} {Name} {Scene.Ost}").Exit, _scene.Run("a", "zpool list").Exit));
    }

    [Fact]
    public void A_failing_device_suspends_its_pool_and_hides_it_from_an_import()
    {
        Format();
        _scene.World.Inject("a", new KernelFault(KernelFaultKind.DeviceError, "demo-OST0003"));
        _scene.World.Pass(TimeSpan.FromSeconds(2));
        Assert.Contains(" state: SUSPENDED\n", _scene.Ok("a", "zpool status demo-ost0003").Stdout, StringComparison.Ordinal);
        Assert.Equal("cannot export 'demo-ost0003': pool I/O is currently suspended\n", _scene.Run("a", "zpool export demo-ost0003").Stderr);
        _scene.World.Inject("b", new KernelFault(KernelFaultKind.DeviceError, "demo-OST0003"));
        Assert.Equal("cannot import 'demo-ost0003': no such pool available\n", _scene.Run("b", "zpool import -f demo-ost0003").Stderr);
    }

    [Fact]
    public void With_multihost_no_order_of_imports_mounts_and_crashes_loses_data() => Gen.Select(Gen.Bool, Gen.Int[0, 6]).Array[1, 25].Sample(steps =>
    {
        var scene = new Scene();
        scene.StartMgs();
        scene.Ok("a", $"mkfs.lustre {Options} {Name} {Scene.Ost}");
        var boots = 1;
        foreach (var (first, act) in steps)
            Act(scene, first ? "a" : "b", act, ref boots);
        scene.World.Pass(TimeSpan.FromMinutes(2));
        Assert.False(scene.DataLost);
    }, iter: 300);

    private static void Act(Scene scene, string node, int act, ref int boots)
    {
        var lives = scene.World.Lives(node);
        string[] lines = ["zpool import demo-ost0003", "zpool import -f demo-ost0003", "zpool export demo-ost0003", $"mount -t lustre {Name} /mnt/ost", "umount /mnt/ost"];
        if (act < lines.Length && lives)
            scene.Begin(node, lines[act]);
        else if (act == 5)
            scene.World.Crash(node);
        else if (!lives)
            scene.Boot(node, $"boot-{++boots}");
        scene.World.Pass(TimeSpan.FromSeconds(7));
    }

    private void Format() => _scene.Ok("a", $"mkfs.lustre {Options} {Name} {Scene.Ost}");
}
