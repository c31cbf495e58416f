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
        Assert.Equal(new TargetOptions("hpc", "demo-ost000a", "demo-OST000a", new IncarnationId(1, 2, "abc"), "/run/a.sock", null), target);
    }

    [Theory]
    [InlineData("--incarnation 1.2.abc", "--incarnation one", "--incarnation 'one'")]
    [InlineData("--incarnation 1.2.abc ", "", "--incarnation is missing")]
    [InlineData("unix:/run/a.sock", "tcp:1.2.3.4:5", "--listen 'tcp:1.2.3.4:5'")]
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
