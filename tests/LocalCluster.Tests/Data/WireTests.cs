using System.Buffers.Binary;
using System.Net.Sockets;
using CsCheck;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Tests.Data;

public sealed class WireTests : IAsyncDisposable
{
    private readonly DataRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task Garbage_closes_the_connection_and_harms_nobody_else()
    {
        await _room.StartAsync();
        var client = await _room.ClientAsync();
        var hello = Frame(HelloCodec.Encode(new Hello("c", "127.0.9.9@tcp", "demo-OST0000")).ToArray());
        byte[][] openings = [[], hello, [.. hello, .. Frame(MessageCodec.Encode(new Request(RequestKind.Connect, 1)).ToArray())]];
        var garbage = Gen.Byte.Array[1, 100].Array[60].Single();
        for (var i = 0; i < garbage.Length; i++)
            await SendAndWaitForTheEndAsync([.. openings[i % 3], .. i % 2 == 0 ? garbage[i] : Frame(garbage[i])]);
        await SendAndWaitForTheEndAsync([.. hello, 0xff, 0xff, 0xff, 0x7f]);
        Assert.Equal(0, (await DataRoom.WriteAsync(client, new Fid(1, 1), 0, 5)).Result);
    }

    [Fact]
    public async Task A_target_that_is_elsewhere_ends_the_connection_at_once()
    {
        await _room.StartAsync();
        await SendAndWaitForTheEndAsync(Frame(HelloCodec.Encode(new Hello("c", "127.0.9.9@tcp", "demo-OST0009")).ToArray()));
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[sizeof(int) + message.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, message.Length);
        message.CopyTo(frame, sizeof(int));
        return frame;
    }

    private async Task SendAndWaitForTheEndAsync(byte[] bytes)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_room.Room.DataSocket("n2")), DataRoom.Token);
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync(bytes, DataRoom.Token);
            socket.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[512], DataRoom.Token).AsTask().WaitAsync(Kernel.Room.Patience, DataRoom.Token) > 0)
            {
                // Replies to what was no garbage.
            }
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // Closed before everything was sent: that is an end too.
        }
    }
}
