using System.Net;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Management.Client;
using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Tests.Management;

public sealed class CommandRoutesTests : IAsyncLifetime
{
    private const string Release = "/v1/targets/scratch-ost0001/release";

    private RunningEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await RunningEndpoint.StartAsync();

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Fact]
    public async Task An_order_reaches_the_supervisor_with_its_namespace_and_words()
    {
        using var client = new ManagementClient(endpoint.Address, endpoint.TokenFile);

        var order = new TargetOrder("ada", "cable replaced", DryRun: true, "scratch-ost0001", 7);
        var answer = await client.OrderAsync(OrderKind.Release, "hpc", "scratch-ost0001", order, TestContext.Current.CancellationToken);

        Assert.Equal(new CommandAnswer(CommandResult.Done, "", "released"), answer);
        Assert.Equal([(OrderKind.Release, "hpc", "scratch-ost0001", order)], endpoint.Commands.Orders);
    }

    [Theory]
    [InlineData("release", OrderKind.Release)]
    [InlineData("failover", OrderKind.Failover)]
    [InlineData("fence", OrderKind.Fence)]
    [InlineData("state-off", OrderKind.StateOff)]
    public async Task Each_order_has_its_path(string verb, OrderKind kind)
    {
        await endpoint.PostAsync($"/v1/targets/scratch-ost0001/{verb}", """{"by":"ada","statement":"s","confirm":"scratch-ost0001","fencingNumber":3}""");

        Assert.Equal([(kind, null, "scratch-ost0001", new TargetOrder("ada", "s", false, "scratch-ost0001", 3))], endpoint.Commands.Orders);
    }

    [Theory]
    [InlineData(CommandResult.Refused, HttpStatusCode.Conflict)]
    [InlineData(CommandResult.NotFound, HttpStatusCode.NotFound)]
    [InlineData(CommandResult.WouldDo, HttpStatusCode.OK)]
    public async Task The_status_says_how_it_ended(CommandResult result, HttpStatusCode status)
    {
        endpoint.Commands.Answer = new CommandAnswer(result, "NotQuarantined", "it serves");

        var (code, body) = await endpoint.PostAsync(Release, """{"by":"ada","statement":"looked"}""");

        Assert.Equal(status, code);
        Assert.Contains("it serves", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\"release\"")]
    [InlineData("""{"by":"ada","force":true}""")]
    [InlineData("""{"fencingNumber":"7"}""")]
    [InlineData("""{"toNode":"node2"}""")]
    [InlineData("""{"by":7}""")]
    public async Task A_body_that_is_not_understood_orders_nothing(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await endpoint.PostAsync(Release, body)).Status);
        Assert.Empty(endpoint.Commands.Orders);
    }

    [Fact]
    public async Task A_body_that_is_too_large_orders_nothing()
    {
        var body = $$"""{"by":"{{new string('a', ManagementLimits.BodyBytesMax)}}"}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await endpoint.PostAsync(Release, body)).Status);
        Assert.Empty(endpoint.Commands.Orders);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_ordered()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await endpoint.SendAsync(HttpMethod.Post, Release, "Bearer wrong")).Status);
        Assert.Empty(endpoint.Commands.Orders);
    }
}
