using System.Net.Security;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LustreSupervisor.EndToEnd;

/// <summary>Supervisor and agents as in a real cluster: TCP, mutual TLS, certificates from Secrets.</summary>
[Collection("clusters")]
public sealed partial class AgentTlsTests : IAsyncDisposable
{
    private readonly Room room = new();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Servers_come_up_and_come_back_over_mutual_TLS_and_strangers_are_not_heard()
    {
        var state = room.State("tls").Root;
        Assert.Equal(0, (await Wrapper.RunAsync(
            "local", "up", "--detach", "--nodes", "2", "--delay-factor", "0.05", "--agents-over-tcp", "--state-dir", state)).ExitCode);
        var applied = await Wrapper.RunAsync("apply", "-f", "deploy/samples/scratch.yaml", "--wait", "--state-dir", state);
        Assert.True(applied.ExitCode == 0, applied.Output + applied.Errors);

        var log = Path.Combine(state, "logs", "pod-hpc-scratch-ost0001.log");
        Assert.Equal(0, (await Wrapper.RunAsync("local", "kill", "pod", "scratch-ost0001", "--state-dir", state)).ExitCode);
        await Room.UntilAsync("a second life on another port", () => Listening().Count(File.ReadAllText(log)) == 2);
        Assert.Equal(0, (await Wrapper.RunAsync("apply", "-f", "deploy/samples/scratch.yaml", "--wait", "--state-dir", state)).ExitCode);

        var listens = Listening().Matches(File.ReadAllText(log))[^1];
        await AssertRefusedAsync(listens.Groups["host"].Value, int.Parse(listens.Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, (await Wrapper.RunAsync("local", "down", "--state-dir", state)).ExitCode);
    }

    private static async Task AssertRefusedAsync(string host, int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, Wrapper.Ct);
        // The agent's certificate is not the question here: whoever has none of their own learns nothing.
        await using var stream = new SslStream(
            client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=lustre-agent.hpc");
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await stream.AuthenticateAsClientAsync("lustre-agent.hpc");
            await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Wrapper.Ct);
            if (await stream.ReadAsync(new byte[1], Wrapper.Ct) == 0)
                throw new IOException("hung up");
        });
    }

    [GeneratedRegex(@"Listening on https://(?<host>[0-9.]+):(?<port>\d+)")]
    private static partial Regex Listening();
}
