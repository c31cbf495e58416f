using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.EndToEnd;

[Collection("clusters")]
public sealed class DemoTests : IAsyncDisposable
{
    private readonly Room room = new();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task The_demo_holds_every_step_and_reports_them()
    {
        var file = room.PathOf("report.json");
        var result = await Wrapper.RunAsync("local", "demo", "--report", file);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(file, Wrapper.Ct))!;
        Assert.True(report["ok"]!.GetValue<bool>());
        Assert.Equal(
            ["ready", "kill-server", "kill-three", "crash-loop", "kill-node", "kill-supervisor", "replay"],
            report["steps"]!.AsArray().Select(step => step!["name"]!.GetValue<string>()));
        Assert.All(report["steps"]!.AsArray(), step => Assert.True(step!["ok"]!.GetValue<bool>()));
        var targets = report["targets"]!.AsArray();
        Assert.Equal(6, targets.Select(target => target!["pid"]!.GetValue<int>()).Distinct().Count());
        Assert.All(targets, target => Assert.Equal("Serving", target!["state"]!.GetValue<string>()));
        Assert.Contains("factor 0.1", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_demo_leaves_no_process_behind()
    {
        using var demo = Wrapper.Start("local", "demo", "--state-dir", room.PathOf("state"));
        var directory = room.State("state");
        await Room.UntilAsync("servers", () => ProcessTableFile.Read(directory) is { } table
            && Room.Living(table.RunId).Any(process => process.Environment.ContainsKey(HallMarkers.Pod)));
        var run = ProcessTableFile.Read(directory)!.RunId;
        demo.Send(Signal.Terminate);
        var result = await demo.EndAsync();
        Assert.Equal(143, result.ExitCode);
        Assert.Empty(Room.Living(run));
        Assert.False(File.Exists(directory.ProcessTableFile));
    }
}
