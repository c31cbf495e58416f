using System.Text.Json;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Topology.Common;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

public sealed class StatusPublisherTests
{
    private const string TargetPath = "/apis/lustre.cloudnative-hpc.io/v1alpha1/namespaces/hpc/lustretargets/scratch-ost000a";

    private static readonly TargetView View = new(
        new TargetId("hpc", "scratch", "scratch", TargetKind.Ost, 10), "owner-1", "Serving", "node2", new IncarnationId(1, 7, "abc"),
        "wwn-1", "uuid-1", "COMPLETE", 8, 1, 2, "PodCrashed",
        [new ConditionView("Ready", true, "Serving", "all well", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)))]);

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Applies_resource_and_status_first_and_the_status_alone_from_then_on()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => new FakeAnswer(200, "{}");
        var publisher = Publisher(api);
        await publisher.PublishAsync(View, Deadline);
        await publisher.PublishAsync(View, Deadline);
        Assert.Equal([TargetPath, $"{TargetPath}/status", $"{TargetPath}/status"], api.Requests.Select(request => request.Path));
        Assert.All(api.Requests, request =>
        {
            Assert.Equal(("PATCH", "lustre-supervisor", "true"), (request.Method, request.Query["fieldManager"], request.Query["force"]));
            Assert.StartsWith("application/apply-patch+yaml", request.ContentType, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_targets_resource_names_its_owner_and_its_status_says_everything()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => new FakeAnswer(200, "{}");
        await Publisher(api).PublishAsync(View, Deadline);
        var bodies = api.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement).ToList();
        Assert.Equal("owner-1", bodies[0].GetProperty("metadata").GetProperty("ownerReferences")[0].GetProperty("uid").GetString());
        Assert.Equal("""{"filesystem":"scratch","kind":"OST","index":10,"label":"scratch-OST000a"}""", bodies[0].GetProperty("spec").GetRawText());
        Assert.Equal(
            """
            {"state":"Serving","node":"node2","incarnation":{"epoch":1,"number":7},"device":{"id":"wwn-1","uuid":"uuid-1"},
            "recovery":{"status":"COMPLETE","completedClients":8,"evictedClients":1},"restarts":{"lastCause":"PodCrashed","inWindow":2},
            "conditions":[{"type":"Ready","status":"True","reason":"Serving","message":"all well","observedGeneration":1,
            "lastTransitionTime":"2026-01-02T01:04:05Z"}]}
            """.ReplaceLineEndings(""),
            bodies[1].GetProperty("status").GetRawText());
    }

    [Fact]
    public async Task A_deleted_resource_is_applied_again()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        var publisher = Publisher(api);
        api.Answer = _ => new FakeAnswer(200, "{}");
        await publisher.PublishAsync(View, Deadline);
        api.Requests.Clear();
        var answers = new Queue<FakeAnswer>([FakeAnswer.Refusal(404, "NotFound"), new(201, "{}"), new(200, "{}")]);
        api.Answer = _ => answers.Dequeue();
        await publisher.PublishAsync(View, Deadline);
        Assert.Equal([$"{TargetPath}/status", TargetPath, $"{TargetPath}/status"], api.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task An_outage_is_told_and_a_refusal_is_not_tried_again()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => FakeAnswer.Refusal(503, "ServiceUnavailable");
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => Publisher(api).PublishAsync(View, Deadline));
        api.Answer = _ => FakeAnswer.Refusal(422, "Invalid");
        await Publisher(api).PublishAsync(View, Deadline);
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task Applies_a_file_systems_status()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        api.Answer = _ => new FakeAnswer(200, "{}");
        await Publisher(api).PublishAsync(
            new FilesystemView("hpc", "scratch", 3, "Serving", 6, 5, 3, 0, [new ConditionView("Ready", null, "", "", default)]), Deadline);
        var request = Assert.Single(api.Requests);
        Assert.Equal("/apis/lustre.cloudnative-hpc.io/v1alpha1/namespaces/hpc/lustrefilesystems/scratch/status", request.Path);
        Assert.Equal(
            """
            {"observedGeneration":3,"phase":"Serving","servers":{"declared":6,"serving":5},"indexLedger":{"highestOst":3,"highestMdt":0},
            "conditions":[{"type":"Ready","status":"Unknown","reason":"Unspecified","message":"","observedGeneration":3,
            "lastTransitionTime":"0001-01-01T00:00:00Z"}]}
            """.ReplaceLineEndings(""),
            JsonDocument.Parse(request.Body).RootElement.GetProperty("status").GetRawText());
    }

    private static StatusPublisher Publisher(FakeApi api) => new(api.Client, NullLogger<StatusPublisher>.Instance);
}
