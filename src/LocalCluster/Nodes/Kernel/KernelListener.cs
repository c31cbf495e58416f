using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LustreSupervisor.LustreModel.ToolProtocol;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>Accepts connections on the kernel's socket and serves each by itself, so that a slow mount blocks nobody.</summary>
internal sealed class KernelListener : IAsyncDisposable
{
    /// <summary>Connections waiting to be accepted: every tool of a busy node at once.</summary>
    private const int Backlog = 128;

    private readonly Socket _socket;
    private readonly string _path;
    private readonly Func<string, CancellationToken, Task<ToolReply>> _serve;
    private readonly ILogger _logger;
    private readonly CancellationToken _down;
    private readonly Task _accepting;

    private KernelListener(
        Socket socket, string path, Func<string, CancellationToken, Task<ToolReply>> serve, ILogger logger, CancellationToken down)
    {
        (_socket, _path, _serve, _logger, _down) = (socket, path, serve, logger, down);
        _accepting = AcceptAsync();
    }

    /// <summary>Opens the socket, over one that a dead process left behind.</summary>
    /// <exception cref="IOException">Path too long or unusable, or another process answers there.</exception>
    public static async Task<KernelListener> OpenAsync(
        string path, Func<string, CancellationToken, Task<ToolReply>> serve, ILogger logger, CancellationToken down,
        CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(path) > KernelSocket.PathBytesMax)
            throw new IOException($"{path} is longer than {KernelSocket.PathBytesMax} bytes, the most that a UNIX socket may have: use a shorter runtime directory.");
        if (await AnswersAsync(path, cancellationToken))
            throw new IOException($"another process answers on {path}: is the node running already?");
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return new KernelListener(socket, path, serve, logger, down);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"{path} cannot be listened on: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _accepting;
        File.Delete(_path);
    }

    private static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _socket.AcceptAsync(_down);
                connections.RemoveAll(c => c.IsCompleted);
                connections.Add(ConverseAsync(connection));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The kernel goes down.
        }
        await Task.WhenAll(connections);
    }

    private async Task ConverseAsync(Socket socket)
    {
        using var callerGone = CancellationTokenSource.CreateLinkedTokenSource(_down);
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (await KernelSocket.ReadLineAsync(stream, _down) is not { } line)
                return;
            var watching = WatchCallerAsync(stream, callerGone);
            var reply = await _serve(line, callerGone.Token);
            await KernelSocket.WriteAsync(stream, JsonSerializer.SerializeToUtf8Bytes(reply, ToolProtocolJson.Default.ToolReply), _down);
            await callerGone.CancelAsync();
            await watching;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The caller is gone, or the kernel goes down: nobody waits for a reply.
        }
        catch (InvalidDataException error)
        {
            KernelLog.BadRequest(_logger, error.Message);
        }
        catch (Exception error)
        {
            // A bug of this program, not of the caller: the tool sees a broken connection, the log the reason.
            KernelLog.CommandFailed(_logger, error);
        }
    }

    // A tool sends nothing after its line: whatever ends the reading ends the caller.
    private static async Task WatchCallerAsync(NetworkStream stream, CancellationTokenSource callerGone)
    {
        try
        {
            var ignored = new byte[1];
            while (await stream.ReadAsync(ignored, callerGone.Token) > 0)
            {
                // Not part of the protocol; ignored.
            }
            await callerGone.CancelAsync();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (error is IOException)
                await callerGone.CancelAsync();
        }
    }
}
