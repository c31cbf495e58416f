using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.StampCheck;

namespace LustreSupervisor.LocalCluster.Tests.Kernel;

/// <summary>The independent checker on images that real kernels wrote.</summary>
public sealed class StampCheckTests : IAsyncDisposable
{
    private readonly Room _room = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task A_failover_after_a_crash_is_well()
    {
        var n1 = await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        var mgt = await FormatAsync("--servicenode=10.0.0.1@tcp --servicenode=10.0.0.2@tcp ");
        await MountAsync("n1", mgt);
        await n1.DisposeAsync();
        await MountAsync("n2", mgt);
        await _room.OkAsync("n2", $"umount {_room.MountPoint}");
        var verdict = StampChecker.CheckImage(mgt);
        Assert.Empty(verdict.Violations);
        Assert.Equal([("n1", WriterEnd.Silent), ("n2", WriterEnd.Unmounted)], verdict.Writers.Select(writer => (writer.Node, writer.End)));
        Assert.Equal("MGS", verdict.Label);
    }

    [Fact]
    public async Task A_double_mount_is_found()
    {
        await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        // Without service nodes there is no multi-mount protection.
        var mgt = await FormatAsync("");
        await MountAsync("n1", mgt);
        await MountAsync("n2", mgt);
        await _room.OkAsync("n1", $"umount {_room.MountPoint}");
        var verdict = StampChecker.CheckImage(mgt);
        Assert.Contains(verdict.Violations, violation => violation.Kind == ViolationKind.Interleaved);
        Assert.Contains(verdict.Violations, violation => violation.Kind == ViolationKind.DataLoss);
    }

    [Fact]
    public async Task A_format_under_a_mount_is_found()
    {
        await _room.BootAsync("n1");
        await _room.BootAsync("n2");
        var mgt = await FormatAsync("");
        await MountAsync("n1", mgt);
        await _room.OkAsync("n2", $"mkfs.lustre --mgs --reformat {mgt}");
        Assert.Contains(StampChecker.CheckImage(mgt).Violations, violation => violation.Kind == ViolationKind.Formatted);
    }

    [Fact]
    public void Both_readers_see_the_same_stamps()
    {
        var image = Path.GetTempFileName();
        try
        {
            using (var handle = File.OpenHandle(image, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.SetLength(handle, DeviceLayout.DeviceBytesMin);
                foreach (var kind in Enum.GetValues<StampKind>().Select((kind, at) => (kind, at)))
                    StampRing.Append(handle, new Stamp(
                        kind.at + 1, kind.kind, "u", "b", "n1", "MGS", "1.2.x", TimeProvider.System.GetUtcNow(), "detail", "uuid"));
            }

            var writer = StampChecker.CheckImage(image).Writers[0];
            Assert.Equal((1, "n1", "u", "b", "MGS", "1.2.x"), (writer.FirstSequence, writer.Node, writer.SystemUuid, writer.BootId, writer.Service, writer.Incarnation));
            Assert.Equal(StampRing.ReadAll(image)[0].At, DateTimeOffset.Parse(writer.FirstAt, System.Globalization.CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(image);
        }
    }

    private async Task<string> FormatAsync(string more)
    {
        var device = await _room.DeviceAsync();
        await _room.OkAsync("n1", $"mkfs.lustre --mgs {more}{device}");
        Assert.Empty(StampChecker.CheckImage(device).Writers);
        Token.ThrowIfCancellationRequested();
        return device;
    }

    private async Task MountAsync(string node, string device) => await _room.OkAsync(node, $"mount -t lustre {device} {_room.MountPoint}");
}
