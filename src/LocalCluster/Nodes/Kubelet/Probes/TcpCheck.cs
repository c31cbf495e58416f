using System.Globalization;
using System.Net.Sockets;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;

/// <summary>Whether a port can be connected to.</summary>
internal static class TcpCheck
{
    /// <summary>Asks once.</summary>
    public static async Task<ProbeResult> AskAsync(string host, int port, CancellationToken cancellationToken)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellationToken);
            return ProbeResult.Good();
        }
        catch (OperationCanceledException)
        {
            return ProbeResult.Failed($"dial tcp {address}: i/o timeout");
        }
        catch (SocketException error)
        {
            return ProbeResult.Failed(Words(error, address));
        }
    }

    /// <summary>A failed connection in Go's words.</summary>
    public static string Words(SocketException error, string address) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"dial tcp {address}: connect: connection refused",
        SocketError.HostUnreachable => $"dial tcp {address}: connect: no route to host",
        SocketError.HostNotFound => $"dial tcp: lookup {address.Split(':')[0]}: no such host",
        _ => $"dial tcp {address}: connect: {error.Message}",
    };
}
