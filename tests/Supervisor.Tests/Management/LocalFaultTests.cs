using System.Net;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local.Faults;
using LustreSupervisor.Supervisor.Tests.Cli;

namespace LustreSupervisor.Supervisor.Tests.Management;

public sealed class LocalFaultTests : IDisposable
{
    private const string Path = "/v1/local/faults";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Away_from_a_laptop_there_is_no_such_route()
    {
        Assert.Null(LocalFaultRoutes.For(null));
        Assert.Null(LocalFaultRoutes.For(folder.Path));
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder.Path, "state.json"), "another program's", TestContext.Current.CancellationToken);
        Assert.Null(LocalFaultRoutes.For(folder.Path));
        await using var endpoint = await RunningEndpoint.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await endpoint.GetAsync(Path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await endpoint.PostAsync(Path, "{}")).Status);
    }

    [Fact]
    public async Task On_a_laptop_it_asks_for_the_token_and_for_the_hall()
    {
        new StateDirectory(folder.Path).WriteMarker(
            new StateRecord(StateDirectory.Product, StateDirectory.Layout, folder.Path, ["node1"], new StatePorts(1, 2), 1));
        await using var endpoint = await RunningEndpoint.StartAsync(LocalFaultRoutes.For(folder.Path));
        Assert.Equal(HttpStatusCode.Unauthorized, (await endpoint.SendAsync(HttpMethod.Post, Path, null, "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await endpoint.PostAsync(Path, "{")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await endpoint.PostAsync(Path, "null")).Status);
        var (status, body) = await endpoint.PostAsync(Path, """{"kind":"kill-node","subject":"node1"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("the hall does not answer", body, StringComparison.Ordinal);
    }
}
