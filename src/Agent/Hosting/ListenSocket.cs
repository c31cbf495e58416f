using System.Net.Sockets;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>Makes room for the agent's socket.</summary>
internal static class ListenSocket
{
    /// <summary>Permissions withheld from a new socket: all but the owner's reading and writing.</summary>
    public const uint Umask = 0b001_111_111;

    /// <summary>Removes a socket that a dead agent left behind.</summary>
    /// <returns>Null when the path is free, else why it cannot be used.</returns>
    public static string? Clear(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return $"--listen: the directory of {path} does not exist";
        if (Directory.Exists(path) || (File.Exists(path) && new FileInfo(path).Length > 0))
            return $"--listen: {path} exists and is no socket";
        if (!File.Exists(path))
            return null;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return $"--listen: another agent listens on {path}";
        }
        catch (SocketException)
        {
            File.Delete(path);
            return null;
        }
    }
}
