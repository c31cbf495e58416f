using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LustreSupervisor.Contract;

/// <summary>How agents are reached: directly, or on the laptop through the switch of the machine room, which can cut a node off.</summary>
public static class AgentSocket
{
    /// <summary>Environment variable: UNIX socket of the switch, which takes <c>CONNECT</c> as an HTTP proxy does (RFC 9110, 9.3.6).</summary>
    public const string SwitchVariable = "LUSTRE_NETWORK_SWITCH";

    /// <summary>A switch answers with a status line and nothing else.</summary>
    private const int AnswerBytesMax = 512;

    private static string? Switch { get; } = Environment.GetEnvironmentVariable(SwitchVariable) is { Length: > 0 } path ? path : null;

    /// <summary>Opens a connection to an agent, directly or through the switch.</summary>
    /// <param name="address">Where the agent listens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketException">Nobody listens there, or the switch does not let it through.</exception>
    public static async Task<Socket> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var first = Switch is { } path ? new UnixDomainSocketEndPoint(path) : address;
        var socket = first is IPEndPoint
            ? new Socket(first.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(first, cancellationToken);
            if (!ReferenceEquals(first, address))
                await TunnelAsync(socket, address, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task TunnelAsync(Socket socket, EndPoint address, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes($"CONNECT {address} HTTP/1.1\r\n\r\n"), cancellationToken);
        var answer = new byte[AnswerBytesMax];
        var count = 0;

        // Byte by byte: what follows the empty line belongs to the agent.
        while (count < answer.Length && !answer.AsSpan(0, count).EndsWith("\r\n\r\n"u8))
        {
            if (await socket.ReceiveAsync(answer.AsMemory(count, 1), cancellationToken) == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            count++;
        }

        if (!answer.AsSpan(0, count).StartsWith("HTTP/1.1 200"u8))
            throw new SocketException((int)SocketError.ConnectionRefused);
    }
}
