using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LocalCluster.Tests.Kernel;

public sealed class KernelHostTests : IAsyncDisposable
{
    private const string Service = "--servicenode=10.0.0.1@tcp --servicenode=10.0.0.2@tcp";
    private readonly Room _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task A_target_registers_with_an_mgs_on_another_node_and_stamps_its_device()
    {
        var (_, n2) = (await _room.BootAsync("n1"), await _room.BootAsync("n2"));
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n2");
        await _room.OkAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-1", incarnation: "1.7.abc");
        var mount = Assert.Single(n2.Mounts);
        Assert.Equal(("demo-OST000a", "pod-1", "1.7.abc", MountPhase.Up), (mount.Service, mount.PodUid, mount.Incarnation, mount.Phase));
        Assert.Contains("demo-OST000a", (await _room.OkAsync("n1", "lctl get_param mgs.MGS.live.demo")).Stdout, StringComparison.Ordinal);
        await Room.UntilAsync(() => StampRing.ReadAll(ost).Any(s => s.Kind == StampKind.Beat), "a beat");
        var first = StampRing.ReadAll(ost)[0];
        Assert.Equal((StampKind.Mount, "uuid-n2", "n2-boot-1", "1.7.abc"), (first.Kind, first.SystemUuid, first.BootId, first.Incarnation));
    }

    [Fact]
    public async Task Mmp_refuses_a_second_mount()
    {
        await _room.BootAsync("n1", factor: 0.1);
        await _room.BootAsync("n2", factor: 0.1);
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n1");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}");
        var second = await _room.CallAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}", killed: Token);
        Assert.Equal(16, second.Exit);
        Assert.DoesNotContain(_room.Events, e => e.Kind == KernelEventKind.DataLoss);
    }

    [Fact]
    public async Task An_older_kernel_refuses_with_22_and_says_why_in_its_log()
    {
        await _room.BootAsync("n1", factor: 0.1);
        await _room.BootAsync("n2", factor: 0.1, oldMmpErrno: true);
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n1");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}");
        Assert.Equal(22, (await _room.CallAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}", killed: Token)).Exit);
        Assert.Contains("multi_mount_protect: Device is already active on another node.", (await _room.OkAsync("n2", "dmesg")).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_mmp_a_second_mount_succeeds_and_is_reported_as_data_loss_and_kept_on_the_device()
    {
        await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n1", more: "");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}");
        await _room.OkAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}");
        await Room.UntilAsync(() => _room.Events.Any(e => e.Kind == KernelEventKind.DataLoss), "data loss");
        Assert.Contains(StampRing.ReadAll(ost), s => s.Kind == StampKind.DataLoss);
        Assert.Equal(2, StampRing.ReadAll(ost).Select(s => s.BootId).Distinct().Count());
    }

    [Fact]
    public async Task A_crashed_kernels_target_is_taken_over_after_mmps_wait()
    {
        var n1 = await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n1");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}");
        await n1.DisposeAsync();
        Assert.NotEqual(MmpBlock.Clean, Read(ost).Mmp.Sequence);
        await _room.OkAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}");
        Assert.DoesNotContain(_room.Events, e => e.Kind == KernelEventKind.DataLoss);
        Assert.Equal("n2", Read(ost).Mmp.NodeName);
    }

    [Fact]
    public async Task A_slow_mount_blocks_nobody()
    {
        // At factor 100 the ten seconds of registration retries would take a quarter of an hour.
        await _room.BootAsync("n1", factor: 100);
        var mgt = await _room.DeviceAsync();
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (await _room.BootAsync("n2"))
            await _room.OkAsync("n2", $"mkfs.lustre --ost --fsname=demo --index=1 --mgsnode=10.0.0.9@tcp {mgt}");
        var slow = _room.CallAsync("n1", $"mount -t lustre {mgt} {_room.MountPoint}", killed: killed.Token);
        await Room.UntilAsync(() => !Read(mgt).Target!.Flags.HasFlag(TargetFlags.Update), "the mount is under way");
        await _room.OkAsync("n1", $"blkid -p -o export {mgt}");
        await _room.OkAsync("n1", "lctl dl");
        Assert.False(slow.IsCompleted);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
    }

    [Fact]
    public async Task The_end_of_a_pod_unmounts_cleanly_and_shuts_its_orphans_out()
    {
        var n1 = await _room.BootAsync("n1");
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n1");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-1");
        await n1.PodEndedAsync("pod-1", Token);
        Assert.DoesNotContain(n1.Mounts, m => m.PodUid == "pod-1");
        Assert.Equal(MmpBlock.Clean, Read(ost).Mmp.Sequence);
        Assert.Equal(StampKind.Unmount, Read(ost).LastStamp!.Kind);
        Assert.Equal(1, (await _room.CallAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-1", killed: Token)).Exit);
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-2");
        await n1.PodEndedAsync("pod-never-seen", Token);
    }

    [Fact]
    public async Task A_pod_that_ends_while_it_waits_for_mmp_mounts_nothing()
    {
        var n1 = await _room.BootAsync("n1");
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n1");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}");
        await n1.DisposeAsync();

        // Factor 10: the two watches would take seven minutes.
        var again = await _room.BootAsync("n1", factor: 10, boot: "boot-2");
        var waiting = _room.CallAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-1", killed: Token);
        await Room.UntilAsync(() => again.Mounts.Any(m => m.Phase == MountPhase.Starting), "the mount is under way");
        await again.PodEndedAsync("pod-1", Token);
        Assert.Equal(137, (await waiting).Exit);
        Assert.Empty(again.Mounts);
    }

    [Fact]
    public async Task A_killed_tool_ends_its_format_half_way()
    {
        await _room.BootAsync("n1", factor: 1000);
        var device = await _room.DeviceAsync();
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var mkfs = _room.CallAsync("n1", $"mkfs.lustre --mgs {device}", killed: killed.Token);
        await Room.UntilAsync(() => Read(device).Content is HalfFormatted, "mke2fs is done");
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mkfs);
        Assert.IsType<HalfFormatted>(Read(device).Content);
    }

    [Fact]
    public async Task Faults_arrive_over_the_socket_and_reach_peers_and_pods()
    {
        await _room.BootAsync("n1");
        var n2 = await _room.BootAsync("n2");
        await StartMgsAsync("n1");
        var ost = await FormatOstAsync("n2");
        await _room.InjectAsync("n1", new KernelFault(KernelFaultKind.NetworkLost, "10.0.0.2@tcp"));
        Assert.Equal(5, (await _room.CallAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}", killed: Token)).Exit);
        await _room.InjectAsync("n1", new KernelFault(KernelFaultKind.NetworkLost, Clear: true));
        await _room.OkAsync("n2", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-1");
        await _room.InjectAsync("n2", new KernelFault(KernelFaultKind.UnmountHung, "demo-OST000a"));
        var ended = n2.PodEndedAsync("pod-1", Token);
        await Room.UntilAsync(() => n2.Mounts.Any(m => m.Phase == MountPhase.Stopping), "the teardown has begun");
        Assert.False(ended.IsCompleted);
        await _room.InjectAsync("n2", new KernelFault(KernelFaultKind.UnmountHung, Clear: true));
        await ended;
        Assert.Empty(n2.Mounts);
        Assert.Equal(22, (await n2.InjectAsync(new KernelFault(KernelFaultKind.Lbug, Clear: true))).Exit);
    }

    [Fact]
    public async Task An_mgs_tells_the_servers_of_new_targets_and_lasting_parameters_and_keeps_them_on_its_device()
    {
        await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        await StartMgsAsync("n1");
        var mdt = await _room.DeviceAsync();
        await _room.OkAsync("n2", $"mkfs.lustre --mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp {Service} {mdt}");
        await _room.OkAsync("n2", $"mount -t lustre {mdt} {_room.MountPoint}");
        var ost = await FormatOstAsync("n1");
        await _room.OkAsync("n1", $"mount -t lustre {ost} {_room.MountPoint}", pod: "pod-1");
        await UntilPrintedAsync("n2", "lctl get_param osp.*.active", "osp.demo-OST000a-osc-MDT0000.active=1\n");
        await _room.OkAsync("n1", "lctl conf_param demo-OST000a.osc.active=0");
        await UntilPrintedAsync("n2", "lctl get_param osp.*.active", "osp.demo-OST000a-osc-MDT0000.active=0\n");
        await _room.OkAsync("n1", $"umount {_room.MountPoint}");
        await _room.OkAsync("n2", $"umount {_room.MountPoint}");
    }

    private async Task UntilPrintedAsync(string node, string line, string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Room.Patience);
        while ((await _room.CallAsync(node, line, killed: deadline.Token)).Stdout != text)
            await Task.Yield();
    }

    [Fact]
    public async Task A_zfs_target_moves_by_export_and_import_and_its_pool_outlives_a_pod()
    {
        var n1 = await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        var device = await _room.DeviceAsync();
        await _room.OkAsync("n1", $"mkfs.lustre --mgs --backfstype=zfs {Service} mgt/mgt {device}");
        Assert.Equal("mgt", Assert.IsType<PoolMember>(Read(device).Content).Pool.Name);
        await _room.OkAsync("n1", $"mount -t lustre mgt/mgt {_room.MountPoint}", pod: "pod-1");
        await Room.UntilAsync(() => StampRing.ReadAll(device).Any(s => s.Kind == StampKind.Beat), "a beat");
        await n1.PodEndedAsync("pod-1", Token);
        Assert.Equal("mgt\n", (await _room.OkAsync("n1", "zpool list -H -o name")).Stdout);
        Assert.Equal(1, (await _room.CallAsync("n2", $"zpool import -f -d {device} mgt", killed: Token)).Exit);
        await _room.OkAsync("n1", "zpool export mgt");
        await _room.OkAsync("n2", $"zpool import -N -d {Path.GetDirectoryName(device)} mgt");
        await _room.OkAsync("n2", $"mount -t lustre mgt/mgt {_room.MountPoint}");
        Assert.Equal("MGS", Read(device).Service);
        Assert.DoesNotContain(_room.Events, e => e.Kind == KernelEventKind.DataLoss);
    }

    [Fact]
    public async Task A_zfs_mgs_registers_targets_of_other_nodes()
    {
        await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        await _room.OkAsync("n1", $"mkfs.lustre --mgs --backfstype=zfs {Service} mgt/mgt {await _room.DeviceAsync()}");
        await _room.OkAsync("n1", $"mount -t lustre mgt/mgt {_room.MountPoint}");
        await _room.OkAsync("n2", $"mkfs.lustre --ost --backfstype=zfs --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {Service} ost/ost {await _room.DeviceAsync()}");
        await _room.OkAsync("n2", $"mount -t lustre ost/ost {_room.MountPoint}", pod: "pod-1");
        Assert.Contains("demo-OST000a", (await _room.OkAsync("n1", "lctl get_param mgs.MGS.live.demo")).Stdout, StringComparison.Ordinal);
        Assert.Equal("healthy\n", (await _room.OkAsync("n2", "lctl get_param -n health_check")).Stdout);
        Assert.Contains("status: INACTIVE\n", (await _room.OkAsync("n2", "lctl get_param obdfilter.*.recovery_status")).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_the_node_does_not_reach_is_not_there()
    {
        await _room.BootAsync("n1");
        var device = await _room.DeviceAsync("n2");
        Assert.Equal(22, (await _room.CallAsync("n1", $"mkfs.lustre --mgs {device}", killed: Token)).Exit);
        Assert.IsType<Blank>(Read(device).Content);
    }

    [Fact]
    public async Task The_socket_answers_nonsense_with_an_error_and_lives_on()
    {
        await _room.BootAsync("n1");
        foreach (var line in (string[])["{", "[]", "{}", "null", """{"argv":null}""", """{"argv":[null]}""", """{"argv":[]}"""])
        {
            using var socket = new System.Net.Sockets.Socket(
                System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(_room.Socket("n1")), Token);
            await using var stream = new System.Net.Sockets.NetworkStream(socket);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"), Token);
            using var reader = new StreamReader(stream);
            Assert.Contains("\"exit\":", await reader.ReadLineAsync(Token), StringComparison.Ordinal);
        }
        await _room.OkAsync("n1", "lnetctl lnet configure --all");
        Assert.Equal("10.0.0.1@tcp\n", (await _room.OkAsync("n1", "lctl list_nids")).Stdout);
    }

    [Fact]
    public async Task A_second_kernel_on_one_socket_is_refused_and_a_dead_ones_socket_is_taken_over()
    {
        var n1 = await _room.BootAsync("n1");
        await Assert.ThrowsAsync<IOException>(() => _room.BootAsync("n1"));
        await n1.DisposeAsync();
        await File.WriteAllTextAsync(_room.Socket("n1"), "", Token);
        await _room.BootAsync("n1", boot: "boot-2");
        await _room.OkAsync("n1", "mount");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DeviceState Read(string image) => new DeviceFile(image).Read(image)!;

    private async Task StartMgsAsync(string node)
    {
        var mgt = await _room.DeviceAsync();
        await _room.OkAsync(node, $"mkfs.lustre --mgs {Service} {mgt}");
        await _room.OkAsync(node, $"mount -t lustre {mgt} {_room.MountPoint}");
    }

    private async Task<string> FormatOstAsync(string node, string more = Service)
    {
        var ost = await _room.DeviceAsync();
        await _room.OkAsync(node, $"mkfs.lustre --ost --fsname=demo --index=10 --mgsnode=10.0.0.1@tcp {more} {ost}".Replace("  ", " ", StringComparison.Ordinal));
        return ost;
    }
}
