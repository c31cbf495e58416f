using System.Text;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Fencing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Fencing;

public sealed class FenceAgentsTests
{
    private const string Machine = "4C4C4544-0000-4000-8000-000000000001";
    private const string ResetPath = "/redfish/v1/Systems/1/Actions/ComputerSystem.Reset";
    private const string ForceOff = """{"ResetType":"ForceOff"}""";

    private static readonly RedfishSettings Quick = new()
    {
        ConfirmTimeout = TimeSpan.FromSeconds(20),
        PollInterval = TimeSpan.FromMilliseconds(1),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Powers_off_and_returns_when_the_controller_says_so()
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.AfterReset.Clear();
        foreach (var state in new[] { "On", "PoweringOff", "Off" })
            controller.AfterReset.Enqueue(state);
        var confirmation = await Fencing(Quick).PowerOffAsync(Order(controller.Address, "bmc"), Token);
        Assert.Equal("bmc", confirmation.Agent);
        Assert.Contains("Off", confirmation.Evidence, StringComparison.Ordinal);
        Assert.Empty(controller.AfterReset);
        Assert.Equal([$"{ResetPath} {ForceOff}"], controller.Resets);
    }

    [Fact]
    public async Task A_machine_that_is_off_needs_no_order()
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.Power = "Off";
        await Fencing(Quick).PowerOffAsync(Order(controller.Address, "bmc"), Token);
        Assert.Empty(controller.Resets);
    }

    [Fact]
    public async Task Another_machines_controller_is_left_alone()
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.Uuid = "other";
        var failed = await FailureAsync(Quick, Order(controller.Address, "bmc"));
        Assert.Contains("machine other", failed, StringComparison.Ordinal);
        Assert.Empty(controller.Resets);
    }

    [Fact]
    public async Task A_refused_order_confirms_nothing()
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.ResetStatus = 403;
        Assert.Contains("403", await FailureAsync(Quick, Order(controller.Address, "bmc")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_power_off_that_is_never_confirmed_fails()
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.AfterReset.Clear();
        var failed = await FailureAsync(
            Quick with { ConfirmTimeout = TimeSpan.FromMilliseconds(50) }, Order(controller.Address, "bmc"));
        Assert.Contains("did not confirm", failed, StringComparison.Ordinal);
        Assert.Contains("last it said: On", failed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/redfish/v1/Systems/1/Actions/Oem.Reset", "/redfish/v1/Systems/1/Actions/Oem.Reset")]
    [InlineData("http://elsewhere.invalid/steal", ResetPath)]
    public async Task The_declared_action_is_used_on_the_same_controller_only(string declared, string used)
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.ResetTarget = declared;
        await Fencing(Quick).PowerOffAsync(Order(controller.Address, "bmc"), Token);
        Assert.Equal([$"{used} {ForceOff}"], controller.Resets);
    }

    [Fact]
    public async Task The_password_comes_from_its_file_and_is_never_told()
    {
        await using var controller = await FakeController.StartAsync(Token);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "s3cret\n", Token);
            controller.ResetStatus = 401;
            var failed = await FailureAsync(Quick with { PasswordFile = file, User = "fence" }, Order(controller.Address, "bmc"));
            Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("fence:s3cret")), controller.Authorization);
            Assert.DoesNotContain("s3cret", failed, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains(file, await FailureAsync(Quick with { PasswordFile = file }, Order(controller.Address, "bmc")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bmc", null, "annotate the Node")]
    [InlineData("bmc", "ssh://host", "no http or https")]
    [InlineData("manual", null, "power off node1")]
    [InlineData("exec", null, "--fence-exec")]
    [InlineData("scsiReservation", null, "knows no such")]
    [InlineData("", null, "no fence agent is declared")]
    public async Task What_cannot_fence_says_why(string agent, string? address, string words) =>
        Assert.Contains(words, await FailureAsync(Quick, Order(address, agent)), StringComparison.Ordinal);

    [Fact]
    public async Task The_next_agent_is_tried_and_every_failure_told()
    {
        await using var controller = await FakeController.StartAsync(Token);
        Assert.Equal("bmc", (await Fencing(Quick).PowerOffAsync(Order(controller.Address, "exec,bmc"), Token)).Agent);
        var failed = await FailureAsync(Quick, Order(null, "bmc,manual"));
        Assert.Contains("bmc: ", failed, StringComparison.Ordinal);
        Assert.Contains("manual: ", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_machine_is_never_fenced()
    {
        await using var controller = await FakeController.StartAsync(Token);
        controller.Uuid = "";
        await FailureAsync(Quick, Order(controller.Address, "bmc") with { SystemUuid = "" });
        Assert.Empty(controller.Resets);
    }

    private static FenceOrder Order(string? address, string agents) =>
        new(Machine, "node1", agents.Split(',', StringSplitOptions.RemoveEmptyEntries), address);

    private static FenceAgents Fencing(RedfishSettings settings) =>
        new([new RedfishFenceAgent(settings, TimeProvider.System), new ManualFenceAgent()], NullLogger<FenceAgents>.Instance);

    private static async Task<string> FailureAsync(RedfishSettings settings, FenceOrder order) =>
        (await Assert.ThrowsAsync<FenceFailedException>(() => Fencing(settings).PowerOffAsync(order, Token))).Message;
}
