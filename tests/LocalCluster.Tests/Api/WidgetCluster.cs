namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>An API server on which widgets are defined.</summary>
public sealed class WidgetCluster : IAsyncLifetime
{
    public TestCluster Cluster { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Cluster.StartAsync();
        await Samples.DefineWidgetsAsync(Cluster);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
