using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>The tool protocol over a UNIX socket: one JSON line up, one JSON line down, then the end.</summary>
public static class KernelSocket
{
    /// <summary>Longest path of a UNIX socket (unix(7): 108 bytes with the final zero).</summary>
    public const int PathBytesMax = 107;

    /// <summary>Time for a whole exchange between two kernels. LNet's own timeout is longer; on one machine a second is an age.</summary>
    private static readonly TimeSpan ExchangeMax = TimeSpan.FromSeconds(5);

    /// <summary>Asks another kernel; null when it does not answer.</summary>
    internal static async Task<ToolReply?> AskAsync(string path, KernelRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ExchangeMax);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), deadline.Token);
            await using var stream = new NetworkStream(socket);
            await WriteAsync(stream, JsonSerializer.SerializeToUtf8Bytes(request, ToolProtocolJson.Default.KernelRequest), deadline.Token);
            return await ReadLineAsync(stream, deadline.Token) is { } line
                ? JsonSerializer.Deserialize(line, ToolProtocolJson.Default.ToolReply)
                : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or SocketException or JsonException or InvalidDataException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads up to the line feed; null when the other side ended before it.</summary>
    /// <exception cref="InvalidDataException">The line is longer than <see cref="ToolProtocolJson.LineBytesMax"/>.</exception>
    internal static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, cancellationToken);
            if (count == 0)
                return null;
            var end = buffer.AsSpan(0, count).IndexOf((byte)'\n');
            line.Write(buffer, 0, end < 0 ? count : end);
            if (end >= 0)
                return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
            if (line.Length > ToolProtocolJson.LineBytesMax)
                throw new InvalidDataException($"A line of the tool protocol is longer than {ToolProtocolJson.LineBytesMax} bytes.");
        }
    }

    /// <summary>Writes a line.</summary>
    internal static async Task WriteAsync(Stream stream, byte[] json, CancellationToken cancellationToken)
    {
        await stream.WriteAsync((byte[])[.. json, (byte)'\n'], cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
