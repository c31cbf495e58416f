using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Management.Commands;
using LustreSupervisor.Supervisor.Tests.Management;

namespace LustreSupervisor.Supervisor.Tests.Cli;

/// <summary>Orders of people on the command line, up to a supervisor's endpoint.</summary>
public sealed class OrderCommandTests : IAsyncLifetime
{
    private RunningEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await RunningEndpoint.StartAsync();

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [InlineData(OrderKind.Release, "release")]
    [InlineData(OrderKind.Failover, "failover")]
    [InlineData(OrderKind.Fence, "fence")]
    [InlineData(OrderKind.StateOff, "fence", "--powered-off")]
    public async Task Each_order_says_who_why_and_what_was_typed(OrderKind kind, params string[] command)
    {
        var run = await RunAsync([.. command, "ost0", "--by", "ada", "--statement", "why", "--confirm", "ost0", "--fencing-number", "4", "-n", "hpc"]);

        Assert.Equal((0, "released\n", ""), (run.ExitCode, run.Out, run.Error));
        Assert.Equal([(kind, "hpc", "ost0", new TargetOrder("ada", "why", false, "ost0", 4))], endpoint.Commands.Orders);
    }

    [Fact]
    public async Task A_failover_may_name_its_node()
    {
        await RunAsync(["failover", "ost0", "--to", "node2", "--dry-run"]);

        var order = Assert.Single(endpoint.Commands.Orders).Order;
        Assert.Equal(("node2", true, "", -1L), (order.ToNode, order.DryRun, order.Confirm, order.FencingNumber));
    }

    [Theory]
    [InlineData(CommandResult.Refused)]
    [InlineData(CommandResult.NotFound)]
    public async Task A_refusal_is_an_error_with_the_name_of_its_rule(CommandResult result)
    {
        endpoint.Commands.Answer = new CommandAnswer(result, "TypedConfirmation", "type it");

        var run = await RunAsync(["fence", "ost0"]);

        Assert.Equal((ExitCodes.UserError, "error: TypedConfirmation: type it\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("file:///etc/passwd")]
    public async Task An_endpoint_that_is_no_URL_is_refused(string url)
    {
        var run = await CommandRun.Of("release", "ost0", "--management", url);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains("is no URL", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(string[] command) => CommandRun.Of(
        [.. command, "--management", endpoint.Address.ToString(), "--management-token-file", endpoint.TokenFile, "--state-dir", "/nowhere"]);
}
