using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class MountTests
{
    private readonly Scene _scene = new();

    [Fact]
    public void The_checks_come_in_lustres_order()
    {
        AssertMount(2, "warning: /mnt/none: cannot resolve: No such file or directory\n", $"{Scene.Ost} /mnt/none");
        AssertMount(19, "mount.lustre: /dev/ost has not been formatted with mkfs.lustre or the backend filesystem type is not supported by this tool\n", $"{Scene.Ost} /mnt/ost");
        _scene.StartMgs();
        AssertMount(17, "mount.lustre: according to /etc/mtab /dev/mgt is already mounted on /mnt/mgt\n", $"{Scene.Mgt} /mnt/mgt");
        AssertMount(114, "mount.lustre: mount /dev/mgt at /mnt/ost failed: Operation already in progress\nThe target service is already running. (/dev/mgt)\n", $"{Scene.Mgt} /mnt/ost");

        void AssertMount(int exit, string stderr, string arguments)
        {
            var reply = _scene.Run("a", $"mount -t lustre {arguments}");
            Assert.Equal((exit, stderr), (reply.Exit, reply.Stderr));
        }
    }

    [Fact]
    public void A_first_mount_registers_relabels_and_serves_at_once()
    {
        _scene.StartMgs();
        _scene.FormatOst();
        var call = _scene.Call("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal((0, "", ""), (call.Reply!.Exit, call.Reply.Stdout, call.Reply.Stderr));
        Assert.Equal(TimeSpan.Zero, call.Took);
        Assert.Equal("demo-OST000a", _scene.Target(Scene.Ost).Label);
        Assert.Equal(TargetFlags.Ost | TargetFlags.NoPrimnode, _scene.Target(Scene.Ost).Flags);
        Assert.Contains(10, _scene.World.Device(Scene.Mgt).Config.Indices["demo-OST"]);
        Assert.Equal("10.0.0.2@tcp", _scene.World.Device(Scene.Mgt).Config.Targets["demo-OST000a"].Nids);
    }

    [Fact]
    public void Without_an_mgs_a_first_mount_tries_for_ten_seconds_and_loses_its_update_flag()
    {
        _scene.FormatOst();
        var call = _scene.Call("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal(5, call.Reply!.Exit);
        Assert.Equal("mount.lustre: mount /dev/ost at /mnt/ost failed: Input/output error\nIs the MGS running?\n", call.Reply.Stderr);
        Assert.Equal(TimeSpan.FromSeconds(10), call.Took);
        Assert.Equal(0x1022, (int)_scene.Target(Scene.Ost).Flags);
        Assert.Equal(MmpBlock.Clean, _scene.World.Device(Scene.Ost).Mmp.Sequence);
        Assert.Empty(_scene.World.Kernel("a").Targets);
    }

    [Fact]
    public void An_mgs_that_comes_back_in_time_lets_the_mount_through()
    {
        _scene.FormatMgt();
        _scene.FormatOst();
        var call = _scene.Begin("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Pass(TimeSpan.FromSeconds(5));
        Assert.Null(call.Reply);
        _scene.StartMgs();
        _scene.World.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(0, call.Reply?.Exit);
    }

    [Fact]
    public void A_registered_target_starts_without_its_mgs()
    {
        _scene.RegisteredOst();
        _scene.Ok("a", "umount /mnt/mgt");
        var call = _scene.Call("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal((0, TimeSpan.Zero), (call.Reply!.Exit, call.Took));
    }

    [Fact]
    public void A_new_target_with_a_taken_index_is_refused_and_a_replacement_is_not()
    {
        _scene.RegisteredOst();
        _scene.FormatOst("/dev/ost2", 10);
        var reply = _scene.Run("b", "mount -t lustre /dev/ost2 /mnt/ost2");
        Assert.Equal(98, reply.Exit);
        Assert.EndsWith("The target service's index is already in use. (/dev/ost2)\n", reply.Stderr, StringComparison.Ordinal);
        _scene.Ok("b", $"mkfs.lustre --reformat --replace --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Scene.Service} /dev/ost2");
        _scene.Ok("b", "mount -t lustre /dev/ost2 /mnt/ost2");
    }

    [Fact]
    public void Mdt_and_ost_indices_are_separate()
    {
        _scene.StartMgs();
        _scene.FormatOst(index: 0);
        _scene.Ok("a", $"mkfs.lustre --mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp {Scene.Service} {Scene.Mdt}");
        _scene.Ok("a", $"mount -t lustre {Scene.Mdt} /mnt/mdt");
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
    }

    [Fact]
    public void The_mgs_takes_its_knowledge_along_to_another_node()
    {
        _scene.StartMgs();
        _scene.Ok("a", $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp:10.0.0.2@tcp {Scene.Service} {Scene.Ost}");
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        _scene.World.Crash("a");
        _scene.StartMgs("b");
        _scene.Ok("b", $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp:10.0.0.2@tcp {Scene.Service} /dev/ost2");
        Assert.Equal(98, _scene.Run("b", "mount -t lustre /dev/ost2 /mnt/ost2").Exit);
    }

    [Fact]
    public void A_kernel_runs_one_mgs()
    {
        _scene.StartMgs();
        _scene.Ok("a", $"mkfs.lustre --mgs --mdt --fsname=other --index=0 {Scene.Service} {Scene.Mdt}");
        var reply = _scene.Run("a", $"mount -t lustre {Scene.Mdt} /mnt/mdt");
        Assert.Equal(114, reply.Exit);
        Assert.Equal(MmpBlock.Clean, _scene.World.Device(Scene.Mdt).Mmp.Sequence);
        _scene.Ok("b", $"mount -t lustre {Scene.Mdt} /mnt/mdt");
    }

    [Fact]
    public void Without_modules_the_mount_fails_with_19_after_the_update_flag_is_gone()
    {
        _scene.FormatMgt();
        _scene.World.Change("a", k => k with { Modules = ModuleState.Absent });
        var reply = _scene.Run("a", $"mount -t lustre {Scene.Mgt} /mnt/mgt");
        Assert.Equal(19, reply.Exit);
        Assert.EndsWith("failed: No such device\nAre the lustre modules loaded?\nCheck /etc/modprobe.conf and /proc/filesystems\n", reply.Stderr, StringComparison.Ordinal);
        Assert.False(_scene.Target(Scene.Mgt).Flags.HasFlag(TargetFlags.Update));
    }

    [Fact]
    public void A_mount_belongs_to_its_pods_name_space()
    {
        _scene.FormatMgt();
        _scene.Begin("a", $"mount -t lustre {Scene.Mgt} /mnt/mgt", pod: "pod-1");
        Assert.Equal(32, _scene.Run("a", "umount /mnt/mgt").Exit);
        var again = _scene.Begin("a", $"mount -t lustre {Scene.Mgt} /mnt/mgt", pod: "pod-2");
        Assert.Equal(114, again.Reply!.Exit);
        Assert.Equal("/dev/mgt on /mnt/mgt type lustre (rw,svname=MGS)\n", _scene.Begin("a", "mount -t lustre", pod: "pod-1").Reply!.Stdout);
        Assert.Equal("", _scene.Run("a", "mount").Stdout);
    }

    [Fact]
    public void The_death_of_a_pod_takes_its_mounts_down_a_little_later()
    {
        _scene.FormatMgt();
        _scene.Begin("a", $"mount -t lustre {Scene.Mgt} /mnt/mgt", pod: "pod-1");
        Assert.Single(ToolMachine.EndPod(_scene.World.Kernel("a"), "pod-1"));
        Assert.Empty(ToolMachine.EndPod(_scene.World.Kernel("a"), "pod-2"));
    }
}
