using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Tls;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Agent.Node;

/// <summary>Connections to the peers, one each, kept open.</summary>
internal sealed class PeerLines(NodeOptions options, KernelReader kernel, TimeProvider time, TlsFiles? tls = null) : IDisposable
{
    /// <summary>A peer that vanished without a word is dialled anew after that: less than any grant lives.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);

    private readonly KernelId _kernel = kernel.Read();

    /// <summary>Asks a peer for time; returns when it was given.</summary>
    /// <exception cref="RpcException">It was not given.</exception>
    public async Task AskAsync(Peer peer, TimeSpan within, CancellationToken cancellationToken)
    {
        var channel = _channels.GetOrAdd(peer.Endpoint, Open);
        await new Wire.NodeAgent.NodeAgentClient(channel).GrantAsync(
            new Wire.GrantRequest
            {
                Kernel = new Wire.Kernel { SystemUuid = _kernel.SystemUuid, BootId = _kernel.BootId },
                Node = options.Node,
                Seconds = peer.Seconds,
            },
            deadline: (time.GetUtcNow() + within).UtcDateTime, cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }

    private GrpcChannel Open(string endpoint)
    {
        var address = AddressOf(endpoint);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => new NetworkStream(await Wire.AgentSocket.ConnectAsync(address, token), ownsSocket: true),
            ConnectTimeout = SilenceMax,
            KeepAlivePingDelay = SilenceMax,
            KeepAlivePingTimeout = SilenceMax,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
        };
        var secure = address is IPEndPoint;
        if (secure)
            handler.SslOptions = Trust();
        return GrpcChannel.ForAddress(
            secure ? $"https://{SupervisorTrust.NodeAgentName}" : "http://agent", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private SslClientAuthenticationOptions Trust() => tls is { } files
        ? PeerTrust.Options(files.Current())
        : throw new ArgumentException("a peer is to be dialled over TCP, and this agent has no --tls-directory");

    private static EndPoint AddressOf(string endpoint) =>
        endpoint.StartsWith("unix:/", StringComparison.Ordinal) ? new UnixDomainSocketEndPoint(endpoint["unix:".Length..])
        : Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && IPAddress.TryParse(uri.DnsSafeHost, out var address)
            ? new IPEndPoint(address, uri.Port)
            : throw new ArgumentException($"endpoint '{endpoint}' is neither unix:/PATH nor https://ADDRESS:PORT/");
}
