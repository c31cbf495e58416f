using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.Tests.Kernel;
using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.StampCheck;

namespace LustreSupervisor.LocalCluster.Tests.Data;

/// <summary>A kernel that is frozen, cut off from its device, and thaws while another one serves the target.</summary>
public sealed class StorageFenceTests : IAsyncDisposable
{
    private readonly DataRoom _room = new();
    private readonly StoppableTime _time = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task What_a_thawed_kernel_had_queued_is_refused_by_the_device()
    {
        var (_, n2) = await ServedAsync(guarded: true);
        await FreezeWithQueuedWritesAsync();
        await GuardAsync("n1", "1", "2");
        await GuardAsync("n3", "3", "1");
        await _room.MountAsync("n3", _room.Ost);
        var onDisk = DataImages.Changes(_room.Ost).OfType<Applied>().Count();
        _time.Thaw();
        await Room.UntilAsync(() => n2.State.Targets["demo-OST0000"].ReadOnly, "the thawed kernel is refused");
        Assert.Contains("reservation conflict error", (await _room.Room.OkAsync("n2", "dmesg")).Stdout, StringComparison.Ordinal);
        Assert.Equal(onDisk, DataImages.Changes(_room.Ost).OfType<Applied>().Count());
        await _room.Room.OkAsync("n2", $"umount {_room.Ost}");
        await _room.Room.OkAsync("n3", $"umount {_room.Ost}");
        var verdict = StampChecker.CheckImage(_room.Ost);
        Assert.Empty(verdict.Violations);
        Assert.Equal("n3", verdict.Writers[^1].Node);
    }

    [Fact]
    public async Task Without_a_reservation_it_is_not()
    {
        await ServedAsync(guarded: false);
        await FreezeWithQueuedWritesAsync();
        await _room.MountAsync("n3", _room.Ost);
        _time.Thaw();
        await Room.UntilAsync(() => StampChecker.CheckImage(_room.Ost).Violations.Any(), "the thawed kernel writes");
    }

    private async Task<(KernelHost N1, KernelHost N2)> ServedAsync(bool guarded)
    {
        var hosts = await _room.StartAsync(time: _time);
        await _room.Room.BootAsync("n3");
        if (guarded)
        {
            await _room.Room.OkAsync("n2", $"umount {_room.Ost}");
            await GuardAsync("n2", "2", null);
            await _room.MountAsync("n2", _room.Ost);
        }

        return hosts;
    }

    private async Task FreezeWithQueuedWritesAsync()
    {
        var client = await _room.ClientAsync();
        _time.Freeze();
        Assert.Equal(0, (await DataRoom.WriteAsync(client, new Fid(7, 1), 0, 1, 2, 3)).Result);
        await client.DisposeAsync();
    }

    private async Task GuardAsync(string node, string key, string? other)
    {
        await SgAsync(node, $"--register-ignore --param-sark={key} --param-aptpl");
        await SgAsync(node, other is null ? $"--reserve --param-rk={key} --prout-type=5" : $"--preempt-abort --param-rk={key} --param-sark={other} --prout-type=5");
    }

    private async Task SgAsync(string node, string arguments) => _ = await _room.Room.OkAsync(node, $"sg_persist --no-inquiry --out {arguments} --device={_room.Ost}");
}
