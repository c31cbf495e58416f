using System.Net.Sockets;
using System.Text;
using LustreSupervisor.LocalCluster.Hall.Network;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

/// <summary>A way through the switch, cut and joined again.</summary>
public sealed class NetworkSwitchTests : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("sw-").FullName;
    private readonly NetworkSwitch network;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public NetworkSwitchTests()
    {
        network = new NetworkSwitch(new StateDirectory(directory), directory);
        network.Attach("node1");
        listener.Bind(new UnixDomainSocketEndPoint(Service));
        listener.Listen();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Service => Path.Combine(directory, "service.sock");

    [Fact]
    public async Task What_is_said_before_a_cut_arrives_and_what_is_said_during_it_arrives_when_it_is_over()
    {
        using var caller = await DialAsync(Service);
        using var called = await listener.AcceptAsync(Token);
        Assert.Equal("HTTP/1.1 200 Connected", await AnswerAsync(caller));
        Assert.Equal("a", await CarriedAsync(caller, called, "a"));
        Assert.True(network.Cuts.Isolate("node1"));
        var late = CarriedAsync(caller, called, "b");
        var back = CarriedAsync(called, caller, "c");
        await NothingArrivesAsync(late, back);
        Assert.True(network.Cuts.Rejoin("node1"));
        Assert.Equal("b", await late);
        Assert.Equal("c", await back);
    }

    [Fact]
    public async Task A_cut_off_node_that_dials_is_answered_by_silence()
    {
        network.Cuts.Isolate("node1");
        using var caller = await DialAsync(Service);
        var answer = AnswerAsync(caller);
        await NothingArrivesAsync(answer);
        network.Cuts.Rejoin("node1");
        Assert.Equal("HTTP/1.1 200 Connected", await answer);
    }

    [Fact]
    public async Task Where_nobody_listens_the_caller_is_refused()
    {
        using var caller = await DialAsync(Path.Combine(directory, "nobody.sock"));
        Assert.Equal("HTTP/1.1 502 Refused", await AnswerAsync(caller));
    }

    [Fact]
    public void Cuts_are_counted_once()
    {
        Assert.True(network.Cuts.Isolate("node1"));
        Assert.False(network.Cuts.Isolate("node1"));
        Assert.True(network.Cuts.IsIsolated("node1"));
        Assert.True(network.Cuts.Rejoin("node1"));
        Assert.False(network.Cuts.Rejoin("node1"));
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await network.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<Socket> DialAsync(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(RuntimeDirectory.SwitchSocket(directory, "node1")), Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"CONNECT {address} HTTP/1.1\r\n\r\n"), Token);
        return socket;
    }

    private static async Task<string> AnswerAsync(Socket socket)
    {
        var text = new byte[64];
        var count = await socket.ReceiveAsync(text, Token);
        return Encoding.ASCII.GetString(text, 0, count).Trim();
    }

    private static async Task<string> CarriedAsync(Socket from, Socket to, string text)
    {
        await from.SendAsync(Encoding.ASCII.GetBytes(text), Token);
        return await AnswerAsync(to);
    }

    /// <summary>A whole exchange over another way has time to happen meanwhile.</summary>
    private async Task NothingArrivesAsync(params Task[] tasks)
    {
        network.Attach("node2");
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await other.ConnectAsync(new UnixDomainSocketEndPoint(RuntimeDirectory.SwitchSocket(directory, "node2")), Token);
        await other.SendAsync(Encoding.ASCII.GetBytes($"CONNECT {Path.Combine(directory, "nobody.sock")} HTTP/1.1\r\n\r\n"), Token);
        Assert.Equal("HTTP/1.1 502 Refused", await AnswerAsync(other));
        Assert.All(tasks, task => Assert.False(task.IsCompleted));
    }
}
