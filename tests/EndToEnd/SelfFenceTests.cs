using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.EndToEnd;

/// <summary>Nodes that live by each other's grants, with everything away that must not matter to them.</summary>
[Collection("clusters")]
public sealed class SelfFenceTests : IAsyncDisposable
{
    private const int Nodes = 3;

    /// <summary>The shortest grant, twice the watchdog's time-out and what is added to them: a node without grants is long gone by then.</summary>
    private static readonly TimeSpan LongerThanAnyGrant = TimeSpan.FromSeconds(30);

    private readonly Room room = new();

    private string Root => room.PathOf("state");

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Losing_api_server_and_supervisor_stops_no_healthy_server()
    {
        await LocalAsync("up", "--detach", "--nodes", $"{Nodes}", "--delay-factor", "0.05");
        var manifest = room.PathOf("scratch.yaml");
        var sample = await File.ReadAllTextAsync(Path.Combine(Wrapper.Root, "deploy", "samples", "scratch.yaml"), Wrapper.Ct);
        await File.WriteAllTextAsync(
            manifest, sample.Replace("  healing:\n", "  healing:\n    selfFence: {enabled: true, grantSeconds: 5}\n", StringComparison.Ordinal), Wrapper.Ct);
        await RunAsync("apply", "--state-dir", Root, "-f", manifest, "--wait");
        var state = new StateDirectory(Root);
        var hall = File.ReadAllText(state.LogFile("hall"));
        Assert.Equal(Nodes, hall.Split('\n').Count(line => line.Contains("armed, 10 s", StringComparison.Ordinal)));
        var boots = Boots(state);
        var servers = Servers(state);
        Assert.NotEmpty(servers);

        await LocalAsync("kill", "supervisor");
        await LocalAsync("kill", "api-server");
        var killed = TimeProvider.System.GetTimestamp();
        await Room.UntilAsync("a grant and the watchdog would be over", () => TimeProvider.System.GetElapsedTime(killed) > LongerThanAnyGrant);
        Assert.Equal(boots, Boots(state));
        Assert.Equal(servers, Servers(state));
        await LocalAsync("down");
    }

    private static List<string> Boots(StateDirectory state) =>
        [.. Enumerable.Range(1, Nodes).Select(n => NodeIdentity.Read(state, $"node{n}")!.BootId)];

    /// <summary>Processes of the servers' agents: a server that was started again has another.</summary>
    private static List<int> Servers(StateDirectory state) =>
        [.. Room.Living(ProcessTableFile.Read(state)!.RunId).Where(p => p.Environment.ContainsKey(HallMarkers.Pod)).Select(p => p.Identity.Pid).Order()];

    private Task<string> LocalAsync(params string[] arguments) => RunAsync(["local", .. arguments, "--state-dir", Root]);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var run = await Wrapper.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }
}
