using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace LustreSupervisor.EndToEnd;

[Collection("clusters")]
public sealed class ControlPlaneTests : IAsyncDisposable
{
    private const string Space = "default";

    private readonly Room room = new();

    private string Root => room.PathOf("state");

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task No_acknowledged_write_is_lost_when_the_api_server_is_killed_and_everybody_comes_back()
    {
        await LocalAsync("up", "--detach", "--nodes", "1", "--delay-factor", "0.05", "--no-supervisor");
        using var client = Connect();
        using var enough = new CancellationTokenSource();
        var acknowledged = new List<string>();
        var writing = WriteAsync(client, acknowledged, enough.Token);
        for (var kills = 0; kills < 3; kills++)
        {
            var before = acknowledged.Count;
            await Room.UntilAsync("writes go on", () => acknowledged.Count > before + 20);
            await LocalAsync("kill", "api-server");
            await LocalAsync("start", "api-server");
        }

        await enough.CancelAsync();
        await writing;
        var kept = (await client.CoreV1.ListNamespacedConfigMapAsync(Space, cancellationToken: Wrapper.Ct)).Items.Select(map => map.Name()).ToHashSet();
        Assert.Empty(acknowledged.Except(kept));
        await LocalAsync("node", "kill", "node1");
        await ReadyAsync(client, "node1", "Unknown");
        await LocalAsync("node", "reboot", "node1");
        await ReadyAsync(client, "node1", "True");
        await LocalAsync("down");
    }

    [Fact]
    public async Task Nodes_and_devices_come_and_go_and_are_remembered()
    {
        await LocalAsync("up", "--detach", "--nodes", "1", "--delay-factor", "0.05", "--no-supervisor");
        var added = JsonNode.Parse(await LocalAsync("node", "add", "-o", "json"))!;
        Assert.Equal("node2", added["name"]!.GetValue<string>());
        await LocalAsync("node", "add", "--name", "gpu");
        Assert.Contains("There is a node 'gpu' already", await RefusedAsync("node", "add", "--name", "gpu"), StringComparison.Ordinal);
        var device = JsonNode.Parse(await LocalAsync("device", "add", "gpu", "64Mi", "--label", "tier=fast", "-o", "json"))!["id"]!.GetValue<string>();
        using (var client = Connect())
            await ReportedAsync(client, "gpu", device);
        await LocalAsync("node", "remove", "node2");
        await LocalAsync("down");
        await LocalAsync("up", "--detach", "--delay-factor", "0.05", "--no-supervisor");
        using (var client = Connect())
        {
            var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: Wrapper.Ct);
            Assert.Equal(["gpu", "node1"], nodes.Items.Select(node => node.Name()));
            Assert.Equal("127.0.1.3", nodes.Items[0].Status.Addresses.First(address => address.Type == "InternalIP").Address);
        }

        await LocalAsync("down");
    }

    [Fact]
    public async Task After_a_restore_to_an_older_state_no_device_is_formatted_or_mounted_twice()
    {
        await LocalAsync("up", "--detach", "--nodes", "3", "--delay-factor", "0.05");
        var apply = await Wrapper.RunAsync(
            "apply", "-f", Path.Combine(Wrapper.Root, "deploy", "samples", "scratch.yaml"), "--wait", "--state-dir", Root);
        Assert.True(apply.ExitCode == 0, apply.Errors);
        await LocalAsync("snapshot", "save", room.PathOf("before.snapshot"));
        var home = (await ServerAsync("scratch-ost0000"))["node"]!.GetValue<string>();
        await LocalAsync("node", "kill", home);
        await ServingAsync("scratch-ost0000", 2);
        await LocalAsync("snapshot", "restore", room.PathOf("before.snapshot"));
        using var client = Connect();
        // The old object has come back; a person who has read what happened takes it away.
        await EventuallyAsync("the supervisor has noticed", async () => (await ServerAsync("scratch-ost0000"))["incarnation"]!.GetValue<long>() > 2);
        await client.CoreV1.DeleteNamespacedPodAsync("scratch-ost0000", "hpc", gracePeriodSeconds: 0, cancellationToken: Wrapper.Ct);
        await ServingAsync("scratch-ost0000", 3);
        var verdict = JsonNode.Parse(await LocalAsync("check", "-o", "json"))!;
        Assert.True(verdict["ok"]!.GetValue<bool>(), verdict.ToJsonString());
        await LocalAsync("down");
    }

    private static async Task WriteAsync(Kubernetes client, List<string> acknowledged, CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            var map = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = $"map{number}" } };
            try
            {
                await client.CoreV1.CreateNamespacedConfigMapAsync(map, Space, cancellationToken: Wrapper.Ct);
                acknowledged.Add(map.Name());
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // The server is gone: whether this one was written is nobody's promise.
                await pause.WaitForNextTickAsync(Wrapper.Ct);
            }
        }
    }

    private static async Task ReadyAsync(Kubernetes client, string node, string status) => await EventuallyAsync($"{node} is {status}", async () =>
        (await client.CoreV1.ReadNodeAsync(node, cancellationToken: Wrapper.Ct)).Status.Conditions.Any(c => c.Type == "Ready" && c.Status == status));

    private static async Task ReportedAsync(Kubernetes client, string node, string device) => await EventuallyAsync($"{device} is reported", async () =>
        (await client.CustomObjects.GetClusterCustomObjectAsync("lustre.cloudnative-hpc.io", "v1alpha1", "lustrenodes", node, Wrapper.Ct))!.ToString()!
            .Contains(device, StringComparison.Ordinal));

    private static async Task EventuallyAsync(string what, Func<Task<bool>> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await TryAsync(holds))
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"did not happen: {what}");
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private Kubernetes Connect() => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Path.Combine(Root, "kubeconfig")));

    private async Task<string> LocalAsync(params string[] words)
    {
        var run = await Wrapper.RunAsync(["local", .. words, "--state-dir", Root]);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', words)}: {run.Errors} {run.Output}");
        return run.Output;
    }

    private async Task<string> RefusedAsync(params string[] words)
    {
        var run = await Wrapper.RunAsync(["local", .. words, "--state-dir", Root]);
        Assert.Equal(1, run.ExitCode);
        return run.Errors;
    }

    private async Task<JsonNode> ServerAsync(string name) => JsonNode.Parse(await LocalAsync("status", "-o", "json"))!["servers"]!
        .AsArray().Single(server => server!["name"]!.GetValue<string>() == name)!;

    private Task ServingAsync(string name, long incarnation) => EventuallyAsync($"{name} serves", async () =>
        await ServerAsync(name) is var server && server["state"]!.GetValue<string>() == "Serving" && server["incarnation"]!.GetValue<long>() >= incarnation);
}
