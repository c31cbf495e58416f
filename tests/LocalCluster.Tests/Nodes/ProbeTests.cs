using System.Net;
using System.Net.Sockets;
using k8s.Models;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;
using LustreSupervisor.LocalCluster.Tests.Hall;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class ProbeTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    [Fact]
    public async Task A_container_is_ready_when_its_probe_says_so()
    {
        var shy = NodeRoom.Shell("main", "exec sleep 1000");
        shy.ReadinessProbe = Exec("test -e open", period: 1);
        await room.CreateAsync("shy", new V1PodSpec { TerminationGracePeriodSeconds = 1, Containers = [shy] });
        var pod = await room.UntilAsync("shy", found => found.Status?.Phase == "Running");
        Assert.False(pod.Status.ContainerStatuses[0].Ready);
        var condition = pod.Status.Conditions.Single(one => one.Type == "Ready");
        Assert.Equal(("ContainersNotReady", "containers with unready status: [main]"), (condition.Reason, condition.Message));
        await Wait.UntilAsync(async () => (await room.EventsAsync("shy")).Any(one => one.Reason == "Unhealthy" && one.Message.StartsWith("Readiness probe failed:", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(Path.Combine(room.Directory.NodeDirectory("node1"), "open"), "", NodeRoom.Ct);
        pod = await room.UntilAsync("shy", found => found.Status.ContainerStatuses[0].Ready);
        Assert.Equal("True", pod.Status.Conditions.Single(one => one.Type == "Ready").Status);
        Assert.Null(pod.Status.Conditions.Single(one => one.Type == "Ready").Reason);
        await room.DeleteAsync("shy");
    }

    [Fact]
    public async Task A_failing_liveness_probe_restarts_the_container()
    {
        var sick = NodeRoom.Shell("main", "exec sleep 1000");
        sick.LivenessProbe = Exec("exit 1", period: 1, failures: 1);
        await room.CreateAsync("sick", new V1PodSpec { TerminationGracePeriodSeconds = 1, Containers = [sick] });
        var pod = await room.UntilAsync("sick", found => found.Status?.ContainerStatuses?[0].RestartCount > 0);
        Assert.Equal(143, pod.Status.ContainerStatuses[0].LastState.Terminated.ExitCode);
        await Wait.UntilAsync(async () => (await room.EventsAsync("sick")).Any(one => one is { Reason: "Killing", Message: "Container main failed liveness probe, will be restarted" }));
        await room.DeleteAsync("sick");
    }

    [Fact]
    public async Task A_startup_probe_holds_the_others_back()
    {
        var slow = NodeRoom.Shell("main", "exec sleep 1000");
        slow.StartupProbe = Exec("test -e started", period: 1, failures: 1000);
        slow.LivenessProbe = Exec("test -e started", period: 1, failures: 1);
        await room.CreateAsync("slow", new V1PodSpec { TerminationGracePeriodSeconds = 1, Containers = [slow] });
        await Wait.UntilAsync(async () => (await room.EventsAsync("slow")).Any(one => one.Reason == "Unhealthy"));
        var pod = await room.UntilAsync("slow", found => found.Status?.Phase == "Running");
        Assert.Equal((false, false), (pod.Status.ContainerStatuses[0].Started!.Value, pod.Status.ContainerStatuses[0].Ready));
        await File.WriteAllTextAsync(Path.Combine(room.Directory.NodeDirectory("node1"), "started"), "", NodeRoom.Ct);
        pod = await room.UntilAsync("slow", found => found.Status.ContainerStatuses[0].Ready);
        Assert.Equal((true, 0), (pod.Status.ContainerStatuses[0].Started!.Value, pod.Status.ContainerStatuses[0].RestartCount));
        await room.DeleteAsync("slow");
    }

    [Theory]
    [InlineData(1, 3, "ffs", "..+")]
    [InlineData(1, 3, "fff", "..-")]
    [InlineData(2, 1, "sfss", ".-.+")]
    public void Only_so_many_equal_answers_in_a_row_count(int successes, int failures, string answers, string results)
    {
        var threshold = new ProbeThreshold(successes, failures);
        Assert.Equal(results, string.Concat(answers.Select(answer => threshold.Take(answer == 's') switch { true => '+', false => '-', null => '.' })));
    }

    [Fact]
    public async Task A_closed_port_is_refused_in_Go_s_words()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.True((await TcpCheck.AskAsync("127.0.0.1", port, NodeRoom.Ct)).IsSuccess);
        listener.Stop();
        Assert.Equal($"dial tcp 127.0.0.1:{port}: connect: connection refused", (await TcpCheck.AskAsync("127.0.0.1", port, NodeRoom.Ct)).Output);
        var http = await HttpCheck.AskAsync(new V1HTTPGetAction { Port = port, Path = "healthz" }, new V1Container(), "127.0.0.1", NodeRoom.Ct);
        Assert.Equal($"Get \"http://127.0.0.1:{port}/healthz\": dial tcp 127.0.0.1:{port}: connect: connection refused", http.Output);
        var grpc = await GrpcCheck.AskAsync("127.0.0.1", port, "", TimeSpan.FromSeconds(5), NodeRoom.Ct);
        Assert.Equal($"timeout: failed to connect service \"127.0.0.1:{port}\" within 5s: context deadline exceeded", grpc.Output);
    }

    [Theory]
    [InlineData(1, true, "")]
    [InlineData(2, false, "service unhealthy (responded with \"NOT_SERVING\")")]
    public async Task A_server_tells_its_health_by_grpc(byte status, bool isSuccess, string output)
    {
        await using var server = QuietWebApplication.Create(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        server.MapPost("/grpc.health.v1.Health/Check", async context =>
        {
            using var request = new MemoryStream();
            await context.Request.Body.CopyToAsync(request, NodeRoom.Ct);
            context.Response.ContentType = "application/grpc";
            // Uncompressed, two bytes long; the name that was asked for arrived.
            await context.Response.BodyWriter.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, request.ToArray() is [.., (byte)'m', (byte)'e'] ? status : (byte)3 }, NodeRoom.Ct);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await server.StartAsync(NodeRoom.Ct);
        var answer = await GrpcCheck.AskAsync("127.0.0.1", new Uri(server.Urls.Single()).Port, "me", TimeSpan.FromSeconds(20), NodeRoom.Ct);
        Assert.Equal((isSuccess, output), (answer.IsSuccess, answer.Output));
    }

    private static V1Probe Exec(string script, int period, int failures = 3) => new()
    {
        Exec = new V1ExecAction { Command = ["/bin/sh", "-c", script] }, PeriodSeconds = period, FailureThreshold = failures,
    };
}
