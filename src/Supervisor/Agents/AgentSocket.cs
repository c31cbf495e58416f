using System.Net.Sockets;
using Grpc.Net.Client;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>The UNIX socket of one agent.</summary>
internal sealed class AgentSocket(string path, TimeProvider time)
{
    /// <summary>
    /// First pause between two tries: an agent listens some 30 ms after its start, and a server's outage is what waits here.
    /// </summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest pause: an agent that takes longer is in trouble, and a try costs next to nothing.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(250);

    private const string Scheme = "unix:";

    /// <summary>Messages are a few hundred bytes; a fault quotes at most a few thousand.</summary>
    private const int MessageBytesMax = 256 * 1024;

    /// <summary>Path of an endpoint.</summary>
    /// <exception cref="ArgumentException">It is not <c>unix:/PATH</c>.</exception>
    public static string PathOf(string endpoint) =>
        endpoint.StartsWith(Scheme + "/", StringComparison.Ordinal)
            ? endpoint[Scheme.Length..]
            : throw new ArgumentException($"agent endpoint '{endpoint}' is not unix:/PATH", nameof(endpoint));

    /// <summary>The next pause after <paramref name="pause"/>.</summary>
    public static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < PauseMax ? pause * 1.5 : PauseMax;

    /// <summary>Returns as soon as somebody listens.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var pause = PauseMin; ; pause = Longer(pause))
        {
            try
            {
                (await ConnectAsync(cancellationToken)).Dispose();
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>A channel that dials this socket.</summary>
    public GrpcChannel OpenChannel() => GrpcChannel.ForAddress("http://agent", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => new NetworkStream(await ConnectAsync(token), ownsSocket: true),
            UseProxy = false,
            EnableMultipleHttp2Connections = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = MessageBytesMax,
        ThrowOperationCanceledOnCancellation = true,
    });

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
