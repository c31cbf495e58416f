using System.Net.Sockets;
using LustreSupervisor.LocalCluster.Nodes.Data;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Opens connections to nodes.</summary>
internal static class ClientSocket
{
    /// <summary>Connects to a node and says hello; null when nobody listens there.</summary>
    public static async Task<NetworkStream?> OpenAsync(string path, Hello hello, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await FrameStream.WriteAsync(stream, HelloCodec.Encode(hello), cancellationToken);
            return stream;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
