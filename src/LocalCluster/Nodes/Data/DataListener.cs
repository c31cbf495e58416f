using System.Net.Sockets;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>Accepts clients on the node's end of LNet.</summary>
internal sealed class DataListener : IAsyncDisposable
{
    /// <summary>Connections waiting to be accepted: all clients of a laptop come back at once after a failover.</summary>
    private const int Backlog = 256;

    /// <summary>Connections served at a time: more is no laptop's workload but somebody's loop.</summary>
    private const int ConnectionsMax = 1024;

    private readonly Socket _socket;
    private readonly string _path;
    private readonly Func<Stream, CancellationToken, Task> _serve;
    private readonly ILogger _logger;
    private readonly CancellationToken _down;
    private readonly Task _accepting;

    private DataListener(Socket socket, string path, Func<Stream, CancellationToken, Task> serve, ILogger logger, CancellationToken down)
    {
        (_socket, _path, _serve, _logger, _down) = (socket, path, serve, logger, down);
        _accepting = AcceptAsync();
    }

    /// <summary>Opens the socket. The node's kernel socket is open by then, so a file that is there belongs to a dead process.</summary>
    /// <exception cref="IOException">The path is too long or unusable.</exception>
    public static DataListener Open(string path, Func<Stream, CancellationToken, Task> serve, ILogger logger, CancellationToken down)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return new DataListener(socket, path, serve, logger, down);
        }
        catch (Exception error) when (error is SocketException or ArgumentOutOfRangeException)
        {
            socket.Dispose();
            throw new IOException(
                $"{path} cannot be listened on: {error.Message} A UNIX socket's path has {KernelSocket.PathBytesMax} bytes at most.", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _accepting;
        File.Delete(_path);
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
                if (connections.Count < ConnectionsMax)
                    connections.Add(ServeAsync(connection));
                else
                    connection.Dispose();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The kernel goes down.
        }
        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await _serve(stream, _down);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or the kernel goes down.
        }
        catch (LustreModel.Data.DataFormatException error)
        {
            DataLogMessages.BadMessage(_logger, error.Message);
        }
        catch (Exception error)
        {
            // A bug of this program: the client sees a broken connection, the log the reason.
            DataLogMessages.ServiceFailed(_logger, error);
        }
    }
}
