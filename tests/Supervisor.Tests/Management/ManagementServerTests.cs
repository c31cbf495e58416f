using System.Net;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Management;

namespace LustreSupervisor.Supervisor.Tests.Management;

public sealed class ManagementServerTests : IAsyncLifetime
{
    private RunningEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await RunningEndpoint.StartAsync();

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [InlineData("/alive")]
    [InlineData("/ready")]
    public async Task Health_needs_no_credentials_and_has_an_empty_body(string path) =>
        Assert.Equal((HttpStatusCode.OK, ""), await endpoint.SendAsync(HttpMethod.Get, path, null));

    [Fact]
    public async Task Bad_health_is_500_with_a_reason_in_Akkas_words()
    {
        endpoint.Data.NotReady = "not a member yet";

        Assert.Equal((HttpStatusCode.InternalServerError, "Not Healthy: not a member yet"), await endpoint.SendAsync(HttpMethod.Get, "/ready", null));
        Assert.Equal((HttpStatusCode.OK, ""), await endpoint.SendAsync(HttpMethod.Get, "/alive", null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic d3Jvbmc6d3Jvbmc=")]
    public async Task Without_the_token_nothing_else_answers(string? authorization)
    {
        string[] paths = ["/cluster/members", "/cluster/shards", "/cluster/shards/server", "/v1/filesystems", "/v1/targets", "/v1/targets/x", "/nowhere", "/", "/alive/x"];
        foreach (var path in paths)
            Assert.Equal(HttpStatusCode.Unauthorized, (await endpoint.SendAsync(HttpMethod.Get, path, authorization)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await endpoint.SendAsync(HttpMethod.Post, "/v1/targets", authorization)).Status);
    }

    [Fact]
    public async Task Members_have_the_form_of_Akka_Management()
    {
        var (status, body) = await endpoint.GetAsync("/cluster/members");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"selfNode":"akka.tcp://lustre@10.0.0.1:4053","members":[{"node":"akka.tcp://lustre@10.0.0.1:4053","nodeUid":"-17","status":"Up","roles":["supervisor"]}]"""
            + ""","unreachable":[{"node":"akka.tcp://lustre@10.0.0.2:4053","observedBy":["akka.tcp://lustre@10.0.0.1:4053"]}]"""
            + ""","oldest":"akka.tcp://lustre@10.0.0.1:4053","oldestPerRole":{"supervisor":"akka.tcp://lustre@10.0.0.1:4053"}}""",
            body);
    }

    [Fact]
    public async Task Shards_have_the_form_of_Pekko_Management()
    {
        Assert.Equal((HttpStatusCode.OK, """{"entityTypeKeys":["server"]}"""), await endpoint.GetAsync("/cluster/shards"));
        Assert.Equal((HttpStatusCode.OK, """{"regions":[{"shardId":"5","numEntities":3}]}"""), await endpoint.GetAsync("/cluster/shards/server"));
        Assert.Equal((HttpStatusCode.NotFound, """{"message":"Shard Region x is not started"}"""), await endpoint.GetAsync("/cluster/shards/x"));
    }

    [Fact]
    public async Task A_target_is_shown_with_its_life_and_without_its_nonce()
    {
        endpoint.Data.Targets.Add(FakeManagementData.Target("hpc", "scratch-ost0003"));

        var (_, body) = await endpoint.GetAsync("/v1/targets/scratch-ost0003");

        Assert.Equal(
            """{"namespace":"hpc","name":"scratch-ost0003","label":"scratch-OST0003","filesystem":"scratch","kind":"OST","index":3"""
            + ""","state":"Serving","node":"node2","incarnation":{"epoch":1,"number":7},"device":"wwn-0x5","since":"1970-01-01T00:00:00+00:00","lastCause":"PodCrashed"}""",
            body);
    }

    [Fact]
    public async Task Targets_are_in_order_and_can_be_narrowed_to_a_namespace()
    {
        endpoint.Data.Targets.AddRange([FakeManagementData.Target("lab", "a"), FakeManagementData.Target("hpc", "b"), FakeManagementData.Target("hpc", "a")]);

        Assert.Equal(["hpc/a", "hpc/b", "lab/a"], await NamesAsync("/v1/targets"));
        Assert.Equal(["lab/a"], await NamesAsync("/v1/targets?namespace=lab"));
        Assert.Equal(HttpStatusCode.Conflict, (await endpoint.GetAsync("/v1/targets/a")).Status);
        Assert.Equal(HttpStatusCode.OK, (await endpoint.GetAsync("/v1/targets/a?namespace=lab")).Status);
        Assert.Equal((HttpStatusCode.NotFound, """{"message":"no target c"}"""), await endpoint.GetAsync("/v1/targets/c"));
    }

    [Fact]
    public async Task Filesystems_are_listed()
    {
        endpoint.Data.Filesystems.Add(new FilesystemSummary("hpc", "scratch", "scratch", "Serving", true, 6, 6, null, 3, 0));

        Assert.Equal(
            """{"items":[{"namespace":"hpc","name":"scratch","fsName":"scratch","phase":"Serving","ready":true,"declared":6,"serving":6,"plan":null,"highestOst":3,"highestMdt":0}]}""",
            (await endpoint.GetAsync("/v1/filesystems")).Body);
    }

    [Fact]
    public async Task Other_paths_and_verbs_are_refused_in_words()
    {
        var token = "Bearer " + (await File.ReadAllTextAsync(endpoint.TokenFile, TestContext.Current.CancellationToken)).Trim();

        Assert.Equal(
            (HttpStatusCode.NotFound, """{"message":"nothing answers GET /nowhere"}"""), await endpoint.SendAsync(HttpMethod.Get, "/nowhere", token));
        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, """{"message":"nothing answers DELETE /v1/targets"}"""),
            await endpoint.SendAsync(HttpMethod.Delete, "/v1/targets", token));
    }

    [Fact]
    public async Task A_supervisor_that_does_not_answer_makes_503_and_a_broken_one_500_without_details()
    {
        var asked = new TaskCompletionSource();
        endpoint.Data.Members = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<ClusterMembers>().Task;
        };
        var waiting = endpoint.GetAsync("/cluster/members");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        endpoint.Time.Advance(ManagementLimits.AnswerTime);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"message":"no answer within 10 s"}"""), await waiting);

        endpoint.Data.Members = _ => throw new InvalidOperationException("secret");
        var (status, body) = await endpoint.GetAsync("/cluster/members");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> NamesAsync(string path) =>
        JsonNode.Parse((await endpoint.GetAsync(path)).Body)!["items"]!.AsArray().Select(item => $"{item!["namespace"]}/{item["name"]}");
}
