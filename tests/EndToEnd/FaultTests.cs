using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.EndToEnd;

[Collection("clusters")]
public sealed class FaultTests : IAsyncDisposable
{
    private readonly Room room = new();

    private string Root => room.PathOf("state");

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Servers_come_back_from_a_kill_and_from_a_frozen_node_and_at_most_one_kernel_ever_wrote()
    {
        await LocalAsync("up", "--detach", "--nodes", "3", "--delay-factor", "0.05");
        var apply = await Wrapper.RunAsync("apply", "-f", Sample(), "--wait", "--state-dir", Root);
        Assert.True(apply.ExitCode == 0, apply.Errors);

        await LocalAsync("fault", "kill-server", "scratch-OST0001");
        await ServingAsync("scratch-ost0001", incarnation: 2);

        var home = (await ServerAsync("scratch-ost0000"))["node"]!.GetValue<string>();
        await LocalAsync("fault", "freeze-node", home);
        await ServingAsync("scratch-ost0000", incarnation: 2);
        Assert.NotEqual(home, (await ServerAsync("scratch-ost0000"))["node"]!.GetValue<string>());
        var thaw = await Wrapper.RunAsync("local", "fault", "thaw-node", home, "--state-dir", Root);
        Assert.Equal(1, thaw.ExitCode);
        Assert.Contains("has no power", thaw.Errors, StringComparison.Ordinal);

        var wrong = await Wrapper.RunAsync("local", "fault", "kill-server", "scratch-ost0077", "--state-dir", Root);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("there are hpc/scratch-mdt0000, hpc/scratch-mgs", wrong.Errors, StringComparison.Ordinal);
        var verdict = JsonNode.Parse(await LocalAsync("check", "-o", "json"))!;
        Assert.True(verdict["ok"]!.GetValue<bool>(), verdict.ToJsonString());
        Assert.Contains(verdict["devices"]!.AsArray(), device => device!["writers"]!.AsArray().Count > 1);
        await LocalAsync("down");
    }

    [Fact]
    public async Task Nothing_of_a_pod_outlives_its_first_process()
    {
        // Builds what is stale.
        Assert.Equal(0, (await Wrapper.RunAsync("--version")).ExitCode);
        var tools = Path.Combine(Wrapper.Root, "artifacts", "tools", "lustre-tools");
        var marker = HallMarkers.NewId();
        using var pod = ChildProcess.Start(new ChildStart(
            tools, ["pod-init", "--isolation", "pid", "--", "/bin/sh", "-c", "sleep 1000 & sleep 1000 & wait"],
            new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [HallMarkers.Pod] = marker }, room.Root, room.PathOf("pod.log")));
        if (Environment.UserName != "root")
            Assert.Skip("name spaces of process ids need root");
        await Room.UntilAsync("the pod runs", () => Living(marker).Count == 5);
        var first = Assert.Single(Living(marker), process => PidNamespace.HasFirst(process.Identity.Pid));
        Assert.True(first.Identity.Send(Signal.Kill));
        Assert.Equal(137, await pod.Exit);
        Assert.Empty(Living(marker));
    }

    private static IReadOnlyList<ScannedProcess> Living(string marker) => ProcessScan.ByEnvironment(HallMarkers.Pod, marker);

    private static string Sample() => Path.Combine(Wrapper.Root, "deploy", "samples", "scratch.yaml");

    private async Task<string> LocalAsync(params string[] words)
    {
        var run = await Wrapper.RunAsync(["local", .. words, "--state-dir", Root]);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', words)}: {run.Errors} {run.Output}");
        return run.Output;
    }

    private async Task<JsonNode> ServerAsync(string name) => JsonNode.Parse(await LocalAsync("status", "-o", "json"))!["servers"]!
        .AsArray().Single(server => server!["name"]!.GetValue<string>() == name)!;

    private async Task ServingAsync(string name, int incarnation)
    {
        JsonNode server;
        var started = TimeProvider.System.GetTimestamp();
        do
        {
            server = await ServerAsync(name);
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(120), server.ToJsonString());
        }
        while (server["state"]!.GetValue<string>() != "Serving" || server["incarnation"]!.GetValue<long>() < incarnation);
    }
}
