using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Agent.Node.Watchdogs;

/// <summary>
/// The simulated watchdog of a laptop's machine: a socket of the machine room, which works as the device does. The first line sets the
/// time-out and is answered; each byte after it feeds; 'V' before the close disarms.
/// </summary>
internal sealed class SocketWatchdog(string path) : IWatchdog
{
    /// <summary>The machine room answers at once or is not there.</summary>
    private const int AnswerWithinMilliseconds = 2000;

    private Socket? _socket;

    /// <inheritdoc/>
    public void Arm() => Guarded(() =>
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = AnswerWithinMilliseconds };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"timeout {GrantTimes.WatchdogTimeout.TotalSeconds}\n")));
        if (socket.Receive(new byte[1]) != 1)
            throw new IOException($"{path}: something else holds it");
        _socket = socket;
    });

    /// <inheritdoc/>
    public void Feed() => Send("1"u8.ToArray());

    /// <inheritdoc/>
    public void Disarm()
    {
        Send("V"u8.ToArray());
        _socket?.Dispose();
        _socket = null;
    }

    private void Send(byte[] value) => Guarded(() => (_socket ?? throw new IOException($"{path} is not open")).Send(value));

    private void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (SocketException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }
}
