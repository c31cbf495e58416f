using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LocalCluster.Tests.Kernel;
using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LocalCluster.Tests.Data;

public sealed class FailoverTests : IAsyncDisposable
{
    private static readonly Fid File = new(7, 1);
    private readonly DataRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_created_written_closed_and_read_back()
    {
        var (n1, n2) = await _room.StartAsync();
        var client = await _room.ClientAsync();
        var layout = new FileLayout(4096, [0]);
        Assert.Equal(0, (await client.AskMdtAsync(new CreateFile("a/b", File, layout), Token)).Result);
        Assert.Equal(Errno.Exist, (await client.AskMdtAsync(new CreateFile("a/b", File, layout), Token)).Result);
        Assert.Equal(0, (await DataRoom.WriteAsync(client, File, 2, 1, 2, 3)).Result);
        Assert.Equal(0, (await client.AskMdtAsync(new CloseFile("a/b", 5), Token)).Result);
        Assert.Equal(new FileEntry(File, layout, 5), (await client.AskMdtAsync(new LookUp("a/b"), Token)).Entry);
        Assert.Equal([0, 0, 1, 2, 3], await DataRoom.ReadAsync(client, File, 0, 99));
        Assert.Equal(Errno.NoEntry, (await client.AskMdtAsync(new LookUp("x"), Token)).Result);
        var load = n2.State.Targets["demo-OST0000"].Load!;
        Assert.Equal("127.0.9.1@tcp", Assert.Single(load.Clients).Nid);
        Assert.Single(n1.State.Targets["demo-MDT0000"].Load!.Clients);
    }

    [Fact]
    public async Task What_a_killed_kernel_had_not_committed_is_replayed_to_the_next_one()
    {
        var (_, n2) = await _room.StartAsync();
        var n3 = await _room.Room.BootAsync("n3");
        var client = await _room.ClientAsync();
        for (byte i = 0; i < 50; i++)
            Assert.Equal(0, (await DataRoom.WriteAsync(client, File, i, i)).Result);
        await n2.DisposeAsync();
        var onDisk = Committed(_room.Ost);
        var blocked = DataRoom.WriteAsync(client, File, 50, 50);
        Assert.False(blocked.IsCompleted);
        await TakeOverAsync();
        Assert.Equal(0, (await blocked).Result);
        Assert.Equal(Enumerable.Range(0, 51).Select(i => (byte)i), await DataRoom.ReadAsync(client, File, 0, 99));
        var complete = Assert.IsType<Complete>(n3.State.Targets["demo-OST0000"].Recovery);
        Assert.Equal((1, 1, 50 - onDisk), (complete.Completed, complete.Known, complete.Replayed));
    }

    [Fact]
    public async Task What_was_committed_is_there_without_any_client()
    {
        var (_, n2) = await _room.StartAsync();
        var client = await _room.ClientAsync();
        Assert.Equal(0, (await DataRoom.WriteAsync(client, File, 0, 1, 2, 3)).Result);
        await Room.UntilAsync(() => Committed(_room.Ost) == 1, "a commit");
        await client.LeaveAsync(Token);
        await n2.DisposeAsync();
        var n3 = await _room.Room.BootAsync("n3");
        await TakeOverAsync();
        Assert.IsType<Inactive>(n3.State.Targets["demo-OST0000"].Recovery);
        Assert.Equal([1, 2, 3], await DataRoom.ReadAsync(await _room.ClientAsync(), File, 0, 99));
    }

    [Fact]
    public async Task A_plain_unmount_commits_everything_and_keeps_the_clients()
    {
        // At factor 1 the journal would commit after 5 s.
        await _room.StartAsync(factor: 1);
        var client = await _room.ClientAsync();
        Assert.Equal(0, (await DataRoom.WriteAsync(client, File, 0, 9)).Result);
        await _room.Room.OkAsync("n2", $"umount {_room.Room.MountPoint}");
        Assert.Equal((1, 1), (Committed(_room.Ost), Known(_room.Ost)));
    }

    [Fact]
    public async Task A_forced_unmount_drops_the_clients_and_they_learn_that_they_were_evicted()
    {
        await _room.StartAsync();
        var ledger = new FileLedger();
        var client = await _room.ClientAsync(ledger);
        Assert.Equal(0, (await DataRoom.WriteAsync(client, File, 0, 9)).Result);
        await _room.Room.OkAsync("n2", $"umount -f {_room.Room.MountPoint}");
        Assert.Equal(0, Known(_room.Ost));
        await _room.MountAsync("n2", _room.Ost);
        await Room.UntilAsync(() => ledger.Evictions == 1 && client.Serving == 2, "the eviction");
        Assert.Equal([9], await DataRoom.ReadAsync(client, File, 0, 1));
    }

    [Fact]
    public async Task A_missing_client_holds_the_others_up_until_recovery_is_aborted()
    {
        var (_, n2) = await _room.StartAsync(factor: 0.2);
        var (stays, goes) = (await _room.ClientAsync(), await _room.ClientAsync());
        Assert.Equal(0, (await DataRoom.WriteAsync(stays, File, 0, 1)).Result);
        await goes.DisposeAsync();
        await _room.Room.OkAsync("n2", $"umount {_room.Room.MountPoint}");
        await _room.MountAsync("n2", _room.Ost);
        await Room.UntilAsync(() => n2.State.Targets["demo-OST0000"].Recovery is Recovering { Connected: 1, Known: 2, Completed: 1 }, "one is back");
        Assert.Equal(1, stays.Serving);
        await _room.Room.OkAsync("n2", "lctl --device demo-OST0000 abort_recovery");
        await Room.UntilAsync(() => stays.Serving == 2, "the end of recovery");
        var complete = Assert.IsType<Complete>(n2.State.Targets["demo-OST0000"].Recovery);
        Assert.Equal((1, 2), (complete.Completed, complete.Known));
        Assert.Equal([1], await DataRoom.ReadAsync(stays, File, 0, 1));
    }

    [Fact]
    public async Task A_target_that_only_dead_clients_know_takes_new_ones_once_its_recovery_is_aborted()
    {
        await _room.StartAsync();
        var dead = await _room.ClientAsync();
        Assert.Equal(0, (await DataRoom.WriteAsync(dead, File, 0, 1)).Result);
        await dead.DisposeAsync();
        await _room.Room.OkAsync("n2", $"umount {_room.Room.MountPoint}");
        await _room.MountAsync("n2", _room.Ost);
        var directory = Path.GetDirectoryName(_room.Room.Socket("n2"))!;
        var cluster = new StateRecord("", 1, directory, ["n1", "n2"], new StatePorts(0, 0), 1);
        // The MDT was not restarted, the MGS has no clients: neither is touched.
        (string, string)[] servers = [("n1", "MGS"), ("n1", "demo-MDT0000"), ("n2", "demo-OST0000"), ("n9", "demo-OST0001")];
        Assert.Equal(["demo-OST0000"], await AbandonedRecovery.AbortAsync(cluster, servers, Token));
        Assert.Empty(await AbandonedRecovery.AbortAsync(cluster, servers, Token));
        Assert.Equal([1], await DataRoom.ReadAsync(await _room.ClientAsync(), File, 0, 1));
    }

    [Fact]
    public async Task A_failing_device_acknowledges_nothing_and_loses_nothing()
    {
        var (_, n2) = await _room.StartAsync();
        var client = await _room.ClientAsync();
        Assert.Equal(0, (await DataRoom.WriteAsync(client, File, 0, 1)).Result);
        Assert.Equal(0, (await n2.InjectAsync(new KernelFault(KernelFaultKind.DeviceError, "demo-OST0000"))).Exit);
        Assert.Equal(Errno.ReadOnly, (await DataRoom.WriteAsync(client, File, 1, 2)).Result);
        await n2.DisposeAsync();
        await _room.Room.BootAsync("n3");
        await TakeOverAsync();
        Assert.Equal([1], await DataRoom.ReadAsync(client, File, 0, 99));
    }

    [Fact]
    public async Task Two_kernels_that_write_one_device_destroy_what_was_acknowledged()
    {
        await _room.StartAsync(factor: 0.05, ostOptions: "");
        await _room.Room.BootAsync("n3", factor: 0.05);
        var first = await _room.ClientAsync();
        await _room.MountAsync("n3", _room.Ost);
        // The second kernel waits for the client that the first one serves.
        await _room.Room.OkAsync("n3", "lctl --device demo-OST0000 abort_recovery");
        await using var import = new Import(_room.Identity(), new TargetAddress("demo-OST0000", ["10.0.0.3@tcp"]), new FileLedger());
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0, (await DataRoom.WriteAsync(first, File, i, 1)).Result);
            Assert.Equal(0, (await import.AskAsync(new WriteObject(new Fid(8, 1), i, new byte[] { 2 }), Token)).Result);
            var i1 = i;
            await Room.UntilAsync(() => Appended(i1), "both have committed");
        }
        Assert.True(Committed(_room.Ost) < 10, "one of the two must have lost what it had acknowledged");

        bool Appended(int round) => _room.Room.Events.Any(e => e.Kind == LustreModel.Running.KernelEventKind.DataLoss) || round < 0;
    }

    private async Task TakeOverAsync() => await _room.MountAsync("n3", _room.Ost);

    /// <summary>Transactions on disk.</summary>
    private static int Committed(string image) => DataImages.Changes(image).OfType<Applied>().Count();

    private static int Known(string image) =>
        DataImages.Changes(image).Sum(change => change switch { ClientAdded => 1, ClientRemoved => -1, _ => 0 });
}
