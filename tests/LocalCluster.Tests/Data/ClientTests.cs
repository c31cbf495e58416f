using System.Threading.Channels;
using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Tests.Kernel;
using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LocalCluster.Tests.Data;

public sealed class ClientTests : IAsyncDisposable
{
    private static readonly ClientOptions Options = new("demo", ["10.0.0.1@tcp"], 1, 7, 1, 64 << 20);
    private readonly DataRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task A_client_process_writes_survives_a_crash_of_its_server_and_verifies_everything()
    {
        var (_, n2) = await _room.StartAsync();
        await _room.Room.BootAsync("n3");
        var client = new TestRun(_room, Options);
        await client.UntilAsync(line => line.Acknowledged > 50);
        await n2.DisposeAsync();
        await _room.MountAsync("n3", _room.Ost);
        var before = client.Last.Acknowledged;
        await client.UntilAsync(line => line.Acknowledged > before + 50);
        client.Order(ClientOptions.Stop);
        await client.UntilAsync(line => line.Kind == ClientLineKind.Stopped);
        client.Order(ClientOptions.Verify);
        var final = await client.UntilAsync(line => line.Kind == ClientLineKind.Final);
        await client.Ended;
        Assert.True(final.Acknowledged > 100);
        Assert.Equal((final.Acknowledged, 0, 0, 0), (final.Verified, final.Lost, final.Evictions, final.Unverified));
    }

    [Fact]
    public async Task A_client_that_is_evicted_gives_up_its_file_counts_that_and_goes_on()
    {
        await _room.StartAsync();
        var client = new TestRun(_room, Options);
        await client.UntilAsync(line => line.Acknowledged > 20);
        await _room.Room.OkAsync("n2", $"umount -f {_room.Room.MountPoint}");
        await client.UntilAsync(line => line.Serving == 1);
        await _room.MountAsync("n2", _room.Ost);
        var after = await client.UntilAsync(line => line.Evictions > 0);
        await client.UntilAsync(line => line.Acknowledged > after.Acknowledged + 20);
        client.Order(ClientOptions.Stop);
        await client.UntilAsync(line => line.Kind == ClientLineKind.Stopped);
        client.Order(ClientOptions.Verify);
        var final = await client.UntilAsync(line => line.Kind == ClientLineKind.Final);
        Assert.Equal((1, Errno.Io), (final.Evictions, final.LastError));
        Assert.InRange(final.Refused, 1, 17);
        // The forced unmount had committed all that was acknowledged.
        Assert.Equal((final.Acknowledged, 0, 0, 0), (final.Verified, final.Lost, final.RevokedByEviction, final.Unverified));
    }

    [Fact]
    public async Task A_full_device_refuses_and_what_it_acknowledged_before_is_there_after_a_restart()
    {
        var (_, n2) = await _room.StartAsync();
        await _room.Room.BootAsync("n3");
        // A device of 64 MiB is full within seconds.
        var client = new TestRun(_room, Options with { BytesPerSecond = 1 << 30 });
        var full = await client.UntilAsync(line => line.Refused > 0);
        Assert.Equal(Errno.NoSpace, full.LastError);
        await n2.DisposeAsync();
        await _room.MountAsync("n3", _room.Ost);
        client.Order(ClientOptions.Stop);
        await client.UntilAsync(line => line.Kind == ClientLineKind.Stopped);
        client.Order(ClientOptions.Verify);
        var final = await client.UntilAsync(line => line.Kind == ClientLineKind.Final);
        Assert.True(final.Bytes > 16 << 20);
        Assert.Equal((final.Acknowledged, 0, 0, 0), (final.Verified, final.Lost, final.Evictions, final.Unverified));
    }

    [Fact]
    public async Task A_byte_that_a_device_lost_is_found_and_told()
    {
        await _room.StartAsync();
        var client = new TestRun(_room, Options);
        await client.UntilAsync(line => line.Acknowledged > 20);
        client.Order(ClientOptions.Stop);
        await client.UntilAsync(line => line.Kind == ClientLineKind.Stopped);
        await _room.Room.OkAsync("n2", $"umount {_room.Room.MountPoint}");
        await _room.MountAsync("n2", _room.Ost);
        Damage(_room.Ost);
        client.Order(ClientOptions.Verify);
        var final = await client.UntilAsync(line => line.Kind == ClientLineKind.Final);
        Assert.Equal((1, final.Acknowledged - 1), (final.Lost, final.Verified));
        Assert.Contains("bytes ", final.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_ends_with_its_standard_input()
    {
        await _room.StartAsync();
        var client = new TestRun(_room, Options);
        await client.UntilAsync(line => line.Acknowledged > 0);
        client.EndInput();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Ended.WaitAsync(Room.Patience, DataRoom.Token));
    }

    [Fact]
    public void Content_follows_from_seed_file_and_offset_alone()
    {
        var (fid, content) = (new Fid(3, 4), new FileContent(9));
        Assert.Equal(content.At(fid, 0, 100)[64..], content.At(fid, 64, 36));
        Assert.NotEqual(content.At(fid, 0, 64), new FileContent(8).At(fid, 0, 64));
        Assert.NotEqual(content.At(fid, 0, 64), content.At(new Fid(3, 5), 0, 64));
    }

    // The log of an OST that has just been mounted again is all payload but for its frames' heads.
    private static void Damage(string image)
    {
        using var handle = File.OpenHandle(image, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var at = DeviceLayout.LogOffset + (40 << 10);
        var one = new byte[1];
        RandomAccess.Read(handle, one, at);
        RandomAccess.Write(handle, [(byte)(one[0] ^ 0xff)], at);
    }

    /// <summary>A client as its process would run, with pipes in memory.</summary>
    private sealed class TestRun
    {
        private readonly Channel<string> _orders = Channel.CreateUnbounded<string>();
        private readonly Channel<ClientLine> _lines = Channel.CreateUnbounded<ClientLine>();

        public TestRun(DataRoom room, ClientOptions options)
        {
            var identity = room.Identity();
            Ended = LustreClient.RunAsync(
                options, identity.SocketOfNid, 0.01, new Orders(_orders.Reader), new Lines(_lines.Writer), TimeProvider.System, DataRoom.Token);
        }

        public Task Ended { get; }

        public ClientLine Last { get; private set; } = new() { Kind = ClientLineKind.Progress };

        public void Order(string order) => _orders.Writer.TryWrite(order);

        public void EndInput() => _orders.Writer.Complete();

        public async Task<ClientLine> UntilAsync(Func<ClientLine, bool> holds)
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(DataRoom.Token).AsTask().WaitAsync(Room.Patience, DataRoom.Token);
                if (line.Kind == ClientLineKind.Blocked)
                    continue;
                Last = line;
                if (holds(line))
                    return line;
            }
        }
    }

    private sealed class Orders(ChannelReader<string> orders) : TextReader
    {
        public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
            await orders.WaitToReadAsync(cancellationToken) && orders.TryRead(out var order) ? order : null;
    }

    private sealed class Lines(ChannelWriter<ClientLine> lines) : StringWriter
    {
        public override void WriteLine(string? value) => lines.TryWrite(ClientLine.TryParse(value!)!);
    }
}
