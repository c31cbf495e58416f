using System.Net;
using System.Net.Sockets;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>Chooses the loopback port of the management endpoint.</summary>
internal static class LocalPorts
{
    /// <summary>The wanted port, or without a wish 8558, or a free one when that is busy.</summary>
    /// <param name="wanted">What the person asked for; null for no wish.</param>
    /// <exception cref="UserErrorException">The wanted port is busy or no port.</exception>
    public static int Choose(int? wanted)
    {
        if (wanted is { } port)
            return IsFree(port) ? port : throw new UserErrorException($"port {port} is in use", "choose another --port, or leave it out");
        return IsFree(HallOptions.DefaultManagementPort) ? HallOptions.DefaultManagementPort : TakeFree();
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int TakeFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
