using System.Net;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

public sealed class CommandLineTests
{
    private const string Good =
        "target --namespace hpc --pod demo-ost000a --label demo-OST000a --incarnation 1.2.abc --listen unix:/run/a.sock";

    [Fact]
    public void The_kubelets_command_line_is_read()
    {
        var target = Assert.IsType<ParsedCommand.Target>(ArgumentParser.Parse(Good.Split(' '))).Options;
        Assert.Equal(new TargetOptions("hpc", "demo-ost000a", "demo-OST000a", new IncarnationId(1, 2, "abc"),
            new ListenAddress.Unix("/run/a.sock"), null), target);
    }

    [Theory]
    [InlineData("--incarnation 1.2.abc", "--incarnation one", "--incarnation 'one'")]
    [InlineData("--incarnation 1.2.abc ", "", "--incarnation is missing")]
    [InlineData("unix:/run/a.sock", "tcp:1.2.3.4:5", "--listen tcp: needs --tls-directory")]
    [InlineData("unix:/run/a.sock", "tcp:1.2.3.4:5 --tls-directory tls", "--tls-directory 'tls'")]
    [InlineData("unix:/run/a.sock", "tcp:host:5 --tls-directory /tls", "--listen 'tcp:host:5'")]
    [InlineData("unix:/run/a.sock", "tcp:1.2.3.4:70000 --tls-directory /tls", "--listen 'tcp:1.2.3.4:70000'")]
    [InlineData("unix:/run/a.sock", "unix:/run/a.sock --tls-directory /tls", "--tls-directory goes with")]
    [InlineData("unix:/run/a.sock", "", "--listen needs a value")]
    [InlineData("demo-OST000a", "demo:OST000a", "--label 'demo:OST000a'")]
    [InlineData("target", "target --frobnicate", "unknown argument '--frobnicate'")]
    [InlineData("target", "target --pod x", "--pod is given twice")]
    [InlineData("target", "mountain", "unknown command or option 'mountain'")]
    [InlineData("target", "target --mount-root relative", "--mount-root 'relative'")]
    public void What_is_wrong_is_named(string part, string instead, string complaint)
    {
        var line = Good.Replace(part, instead, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(complaint, Assert.IsType<ParsedCommand.Bad>(ArgumentParser.Parse(line)).Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp:10.0.0.1:9443", "10.0.0.1")]
    [InlineData("tcp:[fd00::1]:9443", "fd00::1")]
    [InlineData("tcp:fd00::1:9443", "fd00::1")]
    public void An_address_of_the_pod_is_read(string listen, string address)
    {
        var line = $"{Good.Replace("unix:/run/a.sock", listen, StringComparison.Ordinal)} --tls-directory /tls";
        var target = Assert.IsType<ParsedCommand.Target>(ArgumentParser.Parse(line.Split(' '))).Options;
        Assert.Equal(new ListenAddress.Tcp(new IPEndPoint(IPAddress.Parse(address), 9443), "/tls"), target.Listen);
    }

    [Fact]
    public void A_socket_path_that_the_kernel_cannot_hold_is_refused() =>
        Assert.IsType<ParsedCommand.Bad>(
            ArgumentParser.Parse(Good.Replace("/run/a.sock", "/" + new string('x', 107), StringComparison.Ordinal).Split(' ')));

    [Fact]
    public async Task Usage_goes_to_standard_error_with_exit_1()
    {
        await using var agent = AgentProcess.Start(["mountain"], new Dictionary<string, string>());
        var (exit, stderr) = await agent.ExitAsync();
        Assert.Equal(1, exit);
        Assert.Contains("usage: lustre-agent target", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_an_answer()
    {
        await using var agent = AgentProcess.Start(["--version"], new Dictionary<string, string>());
        Assert.Equal(0, (await agent.ExitAsync()).Exit);
        Assert.StartsWith("lustre-agent ", await agent.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Kubernetes_API_or_a_kernel_identity_it_does_not_start()
    {
        var empty = Directory.CreateTempSubdirectory("agent-").FullName;
        await using var agent = AgentProcess.Start(Good.Split(' '), new Dictionary<string, string> { ["LUSTRE_HOST_ROOT"] = empty });
        var (exit, stderr) = await agent.ExitAsync();
        Directory.Delete(empty);
        Assert.Equal(1, exit);
        Assert.Contains("product_uuid", stderr, StringComparison.Ordinal);
    }
}
