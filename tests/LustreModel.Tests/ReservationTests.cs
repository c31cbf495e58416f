using CsCheck;
using LustreSupervisor.LustreModel.Devices.Reservations;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class ReservationTests
{
    private const string Guard = "--no-inquiry --out --reserve --param-rk=a --prout-type=5";
    private readonly Scene _scene = new();

    [Fact]
    public void A_disk_tells_what_sg_persist_prints()
    {
        Assert.Equal("  PR generation=0x0, there are NO registered reservation keys\n", Sg("a", "--in --read-keys").Stdout);
        Assert.Equal("  PR generation=0x0, there is NO reservation held\n", Sg("b", "-r").Stdout);
        Register("a", "a");
        Register("b", "fedcba9876543210");
        Assert.Equal(0, Sg("a", Guard).Exit);
        Assert.Equal("  PR generation=0x2, 2 registered reservation keys follow:\n    0xa\n    0xfedcba9876543210\n", Sg("b", "--in --readonly --read-keys").Stdout);
        Assert.Equal("  PR generation=0x2, Reservation follows:\n    Key=0xa\n    scope: LU_SCOPE,  type: Write Exclusive, registrants only\n", Sg("b", "--in --read-reservation").Stdout);
        var conflict = Sg("b", "--out --reserve --param-rk=fedcba9876543210 --prout-type=5");
        Assert.Equal((24, "PR out (Reserve): Reservation conflict\nsg_persist failed: Reservation conflict\n"), (conflict.Exit, conflict.Stderr));
    }

    [Fact]
    public void A_namespace_tells_what_nvme_prints()
    {
        Assert.Equal("NVME Reservation  success\n", Nvme("a", "resv-register /dev/ost --nrkey=0xa --rrega=0 --cptpl=3 --iekey").Stdout);
        Assert.Equal("NVME Reservation Acquire success\n", Nvme("a", "resv-acquire /dev/ost --crkey=0xa --rtype=3 --racqa=0").Stdout);
        Assert.Equal(
            "{\n  \"gen\":1,\n  \"rtype\":3,\n  \"regctl\":1,\n  \"ptpls\":1,\n  \"regctlext\":[\n    {\n      \"cntlid\":1,\n      \"rcsts\":1,\n      \"rkey\":10,\n"
            + "      \"hostid\":\"00000000000000000000000000000001\"\n    }\n  ]\n}\n",
            Nvme("b", "resv-report /dev/ost --eds --output-format=json").Stdout);
        var conflict = Nvme("b", "resv-acquire /dev/ost --crkey=0xb --rtype=3 --racqa=0");
        Assert.Equal(1, conflict.Exit);
        Assert.StartsWith("NVMe status: Reservation Conflict", conflict.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, Nvme("a", "resv-register /dev/ost --nrkey=0xc --rrega=0 --iekey").Exit);
        Assert.Equal(0, Nvme("a", "resv-register /dev/ost --nrkey=0xc --rrega=2 --iekey").Exit);
    }

    [Fact]
    public void Reservations_outlive_kernels_and_registrations_their_boots()
    {
        Register("a", "a");
        Sg("a", Guard);
        _scene.World.Crash("a");
        _scene.Boot("a", "boot-2");
        Assert.Contains("0xa", Sg("b", "--read-keys").Stdout, StringComparison.Ordinal);
        Register("a", "b");
        Assert.Contains("Key=0xb", Sg("b", "-r").Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_is_not_registered_neither_mounts_nor_formats()
    {
        _scene.RegisteredOst();
        Register("a", "a");
        Sg("a", Guard);
        var mount = _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(5, mount.Exit);
        Assert.Empty(_scene.World.Kernel("b").Targets);
        Assert.Contains("reservation conflict error, dev ost", _scene.Ok("b", "dmesg").Stdout, StringComparison.Ordinal);
        Assert.Equal(5, _scene.Run("b", $"mkfs.lustre --ost --reformat --fsname=demo --index=1 --mgsnode=10.0.0.1@tcp {Scene.Ost}").Exit);
        Assert.Equal(10, _scene.Target(Scene.Ost).Index);
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
    }

    [Fact]
    public void A_mount_whose_key_is_taken_away_writes_nothing_more()
    {
        _scene.RegisteredOst();
        Register("a", "a");
        Sg("a", Guard);
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(10));
        Register("b", "b");
        Assert.Equal(0, Sg("b", "--out --preempt-abort --param-rk=b --param-sark=a --prout-type=5").Exit);
        var device = _scene.World.Device(Scene.Ost);
        _scene.World.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal((device.LastStamp, device.Mmp), (_scene.World.Device(Scene.Ost).LastStamp, _scene.World.Device(Scene.Ost).Mmp));
        Assert.True(_scene.World.Kernel("a").Targets["demo-OST000a"].ReadOnly);
        Assert.Contains("Aborting journal on device ost-8", _scene.Ok("a", "dmesg").Stdout, StringComparison.Ordinal);
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(10));
        _scene.Ok("a", "umount /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(10));
        Assert.False(_scene.DataLost);
    }

    [Fact]
    public void An_unmount_that_may_not_write_ends_all_the_same()
    {
        _scene.RegisteredOst();
        Register("a", "a");
        Sg("a", Guard);
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Register("b", "b");
        Sg("b", "--out --preempt --param-rk=b --param-sark=a --prout-type=5");
        var stamp = _scene.World.Device(Scene.Ost).LastStamp;
        _scene.Ok("a", "umount /mnt/ost");
        Assert.DoesNotContain(_scene.World.Kernel("a").Targets.Keys, k => k.Contains("OST", StringComparison.Ordinal));
        Assert.Equal(stamp, _scene.World.Device(Scene.Ost).LastStamp);
    }

    [Fact]
    public void Whoever_is_not_registered_writes_only_while_nothing_is_reserved() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[0, 2], Gen.Int[1, 8]).Array[0, 30].Sample(acts =>
        {
            var table = ReservationTable.Empty;
            foreach (var (who, act, other, type) in acts)
            {
                var key = table.Registrants.GetValueOrDefault($"{who}");
                table = act switch
                {
                    0 => table.Register($"{who}", (ulong)(who + 10)),
                    1 => table.Register($"{who}", 0),
                    2 => table.Reserve($"{who}", key, type),
                    3 => table.Release($"{who}", key, type),
                    4 => table.Preempt($"{who}", key, (ulong)(other + 10), type),
                    5 => table.Preempt($"{who}", key, 0, type),
                    _ => table.Clear($"{who}", key),
                } ?? table;
                Assert.True(table.Holder is null or "" || table.Registrants.ContainsKey(table.Holder), "the holder is registered");
                Assert.Equal(table.Holder is null, table.Type == 0);
                for (var i = 0; i < 3; i++)
                    Assert.True(table.Registrants.ContainsKey($"{i}") || table.Holder is null || !table.MayWrite($"{i}"));
            }
        });

    private void Register(string node, string key) =>
        Assert.Equal(0, Sg(node, $"--no-inquiry --out --register-ignore --param-sark={key} --param-aptpl").Exit);

    private ToolProtocol.ToolReply Sg(string node, string arguments) => _scene.Run(node, $"sg_persist -n {arguments} --device={Scene.Ost}");

    private ToolProtocol.ToolReply Nvme(string node, string arguments) => _scene.Run(node, $"nvme {arguments}");
}
