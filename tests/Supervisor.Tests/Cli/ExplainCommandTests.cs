using System.Net;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Tests.Management;
using LustreSupervisor.Topology.Explain;

namespace LustreSupervisor.Supervisor.Tests.Cli;

public sealed class ExplainCommandTests : IAsyncLifetime
{
    private static readonly Explanation Waiting = new(
        "ost0", "hpc", "AwaitingProof", CommandRun.Now.AddMinutes(-5), "proof", "ProofBeforeOtherKernel", ["seen"], [new PersonAction("if off", "supervisor fence ost0")],
        [new Interruption(
            CommandRun.Now.AddHours(-1), CommandRun.Now.AddMinutes(-59), "Failover", "NodeLost", "silent", "node1", "node2", "NodeFenced", 1,
            new InterruptionSeconds(60, 0, 25.5, 0, 0, 2, 32, 0.5))]);

    private RunningEndpoint endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        endpoint = await RunningEndpoint.StartAsync();
        endpoint.Data.Explanations.Add(Waiting);
    }

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Fact]
    public async Task A_target_is_explained_as_text()
    {
        var run = await RunAsync("explain", "target", "ost0");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(ExplainText.Print(Waiting, CommandRun.Now), run.Out);
        Assert.Contains(
            " failover node1 -> node2 after NodeLost, 60.0 s, proof NodeFenced: proof 25.5 s, start 2.0 s, mount 32.0 s, recovery 0.5 s\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_is_explained_as_JSON_too()
    {
        var run = await RunAsync("explain", "target", "ost0", "-o", "json", "-n", "hpc");

        Assert.Equal("supervisor fence ost0", JsonNode.Parse(run.Out)!["personCan"]![0]!["command"]!.GetValue<string>());
        var interruption = JsonNode.Parse(run.Out)!["interruptions"]![0]!;
        Assert.Equal(("Failover", 25.5), (interruption["outcome"]!.GetValue<string>(), interruption["seconds"]!["proof"]!.GetValue<double>()));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_explained()
    {
        var run = await RunAsync("explain", "target", "ost9");

        Assert.Equal((ExitCodes.UserError, "error: no target ost9\n"), (run.ExitCode, run.Error));
        Assert.Equal(HttpStatusCode.NotFound, (await endpoint.GetAsync("/v1/targets/ost0/explain?namespace=lab")).Status);
        endpoint.Data.Explanations.Add(Waiting with { Namespace = "lab" });
        Assert.Equal(HttpStatusCode.Conflict, (await endpoint.GetAsync("/v1/targets/ost0/explain")).Status);
    }

    [Fact]
    public async Task The_crash_policy_needs_no_supervisor_and_that_of_a_file_system_does()
    {
        Assert.Contains("MgsUnreachable", (await CommandRun.Of("explain", "crash-policy")).Out, StringComparison.Ordinal);
        Assert.Equal("the policy\n", (await RunAsync("explain", "crash-policy", "--filesystem", "scratch")).Out);
        Assert.Equal(ExitCodes.UserError, (await RunAsync("explain", "crash-policy", "--filesystem", "other")).ExitCode);
    }

    private Task<CommandRun> RunAsync(params string[] command) => CommandRun.Of(
        [.. command, "--management", endpoint.Address.ToString(), "--management-token-file", endpoint.TokenFile, "--state-dir", "/nowhere"]);
}
