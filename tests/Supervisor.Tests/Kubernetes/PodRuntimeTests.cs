using System.Text.Json;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

public sealed class PodRuntimeTests
{
    private const string Pods = "/api/v1/namespaces/hpc/pods";

    private static readonly TargetId Target = new("hpc", "scratch", "scratch", TargetKind.Ost, 10);

    private static readonly PodOrder Order = new(
        Target, new IncarnationId(1, 7, "abc"), "node2", new DeviceRef("wwn-1", "/dev/sda", 1), "image", RuntimeKind.Pod, true, 300, "owner");

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creates_the_pod_and_returns_its_uid()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => new FakeAnswer(201, Existing("1.7.abc"));
        Assert.Equal("u1", await Runtime(api).CreateAsync(Order, Deadline));
        var request = Assert.Single(api.Requests);
        Assert.Equal(("POST", Pods), (request.Method, request.Path));
        Assert.Equal("scratch-ost000a", JsonDocument.Parse(request.Body).RootElement.GetProperty("metadata").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Takes_over_its_own_earlier_pod()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = request => request.Method == "POST"
            ? FakeAnswer.Refusal(409, "AlreadyExists")
            : new FakeAnswer(200, Existing("1.7.abc"));
        Assert.Equal("u1", await Runtime(api).CreateAsync(Order, Deadline));
    }

    [Fact]
    public async Task Another_lifes_pod_is_not_touched()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = request => request.Method == "POST"
            ? FakeAnswer.Refusal(409, "AlreadyExists")
            : new FakeAnswer(200, Existing("1.6.xyz"));
        var refused = await Assert.ThrowsAsync<PodNameTakenException>(() => Runtime(api).CreateAsync(Order, Deadline));
        Assert.Contains("1.6.xyz", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, request => request.Method == "DELETE");
    }

    [Theory]
    [InlineData(400, typeof(PodRefusedException))]
    [InlineData(403, typeof(PodRefusedException))]
    [InlineData(404, typeof(PodRefusedException))]
    [InlineData(422, typeof(PodRefusedException))]
    [InlineData(401, typeof(ClusterUnavailableException))]
    [InlineData(429, typeof(ClusterUnavailableException))]
    [InlineData(500, typeof(ClusterUnavailableException))]
    [InlineData(503, typeof(ClusterUnavailableException))]
    public async Task A_refusal_says_whether_to_try_again(int status, Type expected)
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.Refusal(status, "Why");
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => Runtime(api).CreateAsync(Order, Deadline));
        Assert.IsType(expected, thrown);
        Assert.Contains("because Why", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_gone_between_create_and_read_is_tried_again()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = request => FakeAnswer.Refusal(request.Method == "POST" ? 409 : 404, "Race");
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => Runtime(api).CreateAsync(Order, Deadline));
    }

    [Fact]
    public async Task A_dead_server_is_an_unavailable_cluster()
    {
        var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        await using (api)
        {
            api.Answer = _ => new FakeAnswer(200, "{ half a");
            await Assert.ThrowsAsync<ClusterUnavailableException>(() => Runtime(api).CreateAsync(Order, Deadline));
        }
    }

    [Fact]
    public async Task Virtual_machines_are_refused_in_words()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<PodRefusedException>(
            () => Runtime(api).CreateAsync(Order with { Runtime = RuntimeKind.VirtualMachine }, Deadline));
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData(PodDeletion.Graceful, false)]
    [InlineData(PodDeletion.AfterProofOfDeath, true)]
    public async Task A_delete_carries_the_uid_and_is_forced_only_after_proof(PodDeletion mode, bool forced)
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => new FakeAnswer(200, "{}");
        await Runtime(api).DeleteAsync(Target, "u1", mode, Deadline);
        var request = Assert.Single(api.Requests);
        Assert.Equal(("DELETE", $"{Pods}/scratch-ost000a"), (request.Method, request.Path));
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("u1", body.GetProperty("preconditions").GetProperty("uid").GetString());
        Assert.Equal(forced, body.TryGetProperty("gracePeriodSeconds", out var grace) && grace.GetInt32() == 0);
    }

    [Theory]
    [InlineData(404, "u1", true)]
    [InlineData(409, "u2", true)]
    [InlineData(409, "u1", false)]
    [InlineData(403, "u1", false)]
    [InlineData(500, "u1", false)]
    public async Task A_delete_is_done_when_that_pod_is_gone(int status, string existing, bool done)
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = request => request.Method == "DELETE"
            ? FakeAnswer.Refusal(status, "Why")
            : new FakeAnswer(200, Existing("1.7.abc", existing));
        var thrown = await Record.ExceptionAsync(() => Runtime(api).DeleteAsync(Target, "u1", PodDeletion.Graceful, Deadline));
        Assert.Equal(done, thrown is null);
        Assert.True(thrown is null or ClusterUnavailableException);
    }

    private static PodRuntime Runtime(FakeApi api) => new(api.Client, new PodOptions(), null, null, NullLogger<PodRuntime>.Instance);

    private static string Existing(string incarnation, string uid = "u1") =>
        $$$$"""{"metadata":{"uid":"{{{{uid}}}}","annotations":{"lustre.cloudnative-hpc.io/incarnation":"{{{{incarnation}}}}"}}}""";
}
