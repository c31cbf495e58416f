using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LustreSupervisor.LocalCluster.Hall.Network;

/// <summary>What is said on a socket of the switch: <c>CONNECT ADDRESS HTTP/1.1</c> and an empty line, answered by a status line and an empty line.</summary>
internal static class SwitchRequest
{
    /// <summary>A path of a UNIX socket has at most 107 bytes; twice that is room for the rest.</summary>
    private const int BytesMax = 256;

    /// <summary><c>SOL_SOCKET</c> and <c>SO_PEERCRED</c> of Linux: process, user and group at the other end, the listener for who connects.</summary>
    private const int SocketLevel = 1, PeerCredentials = 17;

    /// <summary>Bytes of <c>struct ucred</c>.</summary>
    private const int CredentialBytes = 12;

    /// <summary>The way is open.</summary>
    public static readonly byte[] Connected = "HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray();

    /// <summary>Nobody listens there.</summary>
    public static readonly byte[] Refused = "HTTP/1.1 502 Refused\r\n\r\n"u8.ToArray();

    /// <summary>Reads a request.</summary>
    /// <param name="caller">Who dials.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static async Task<EndPoint> ReadAsync(Socket caller, CancellationToken cancellationToken)
    {
        var text = new byte[BytesMax];
        var count = 0;
        while (count < text.Length && !text.AsSpan(0, count).EndsWith("\r\n\r\n"u8))
        {
            if (await caller.ReceiveAsync(text.AsMemory(count, 1), cancellationToken) == 0)
                throw new FormatException("the request ends early");
            count++;
        }

        if (Encoding.UTF8.GetString(text, 0, count).Split(' ') is not ["CONNECT", var address, _])
            throw new FormatException("the request is no CONNECT");
        return address.StartsWith('/') ? new UnixDomainSocketEndPoint(address) : IPEndPoint.Parse(address);
    }

    /// <summary>Process id of who listens at the other end of a UNIX socket.</summary>
    /// <param name="called">A connected socket.</param>
    public static int ListenerOf(Socket called)
    {
        var credentials = new byte[CredentialBytes];
        called.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return BitConverter.ToInt32(credentials);
    }
}
