using System.Net.Sockets;
using Grpc.Net.Client;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>The line to one agent.</summary>
/// <param name="address">Where it listens.</param>
/// <param name="credentials">Certificates, for lines over TCP; null without.</param>
/// <param name="time">Clock of the pauses.</param>
internal sealed class AgentLine(AgentAddress address, IAgentCredentials? credentials, TimeProvider time)
{
    /// <summary>
    /// First pause between two tries: an agent listens some 30 ms after its start, and a server's outage is what waits here.
    /// </summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest pause: an agent that takes longer is in trouble, and a try costs next to nothing.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait for one connection: a node that is off answers nothing at all.</summary>
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(2);

    /// <summary>Messages are a few hundred bytes; a fault quotes at most a few thousand.</summary>
    private const int MessageBytesMax = 256 * 1024;

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

    /// <summary>A channel on this line.</summary>
    public GrpcChannel OpenChannel()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => new NetworkStream(await ConnectAsync(token), ownsSocket: true),
            UseProxy = false,
            EnableMultipleHttp2Connections = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        if (address.Name is { } name)
            handler.SslOptions = AgentTrust.Options(credentials!, name);
        return GrpcChannel.ForAddress(address.Name is null ? "http://agent" : $"https://{address.Name}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MessageBytesMax,
            ThrowOperationCanceledOnCancellation = true,
        });
    }

    /// <exception cref="SocketException">Nobody listens, or nobody answers in time.</exception>
    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await address.ConnectAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }
}
