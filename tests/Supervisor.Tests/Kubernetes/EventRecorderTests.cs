using System.Text.Json;
using System.Threading.Channels;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Topology.Common;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

public sealed class EventRecorderTests
{
    private static readonly TargetId Target = new("hpc", "scratch", "scratch", TargetKind.Mdt, 0);

    [Fact(Timeout = 30_000)]
    public async Task Writes_events_about_a_target_and_survives_a_refusal()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        var posted = Channel.CreateUnbounded<FakeRequest>();
        api.Answer = request =>
        {
            posted.Writer.TryWrite(request);
            return request.Body.Contains("First", StringComparison.Ordinal) ? FakeAnswer.Refusal(500, "Down") : new FakeAnswer(201, "{}");
        };
        await using var recorder = new EventRecorder(api.Client, "host1", TimeProvider.System, NullLogger<EventRecorder>.Instance);
        recorder.Record(Target, false, "First", "Start", "lost");
        recorder.Record(Target, true, "PodCrashed", "Restart", new string('x', 5000));
        await posted.Reader.ReadAsync(TestContext.Current.CancellationToken);
        var request = await posted.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("/apis/events.k8s.io/v1/namespaces/hpc/events", request.Path);
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("scratch-mdt0000", body.GetProperty("regarding").GetProperty("name").GetString());
        Assert.Equal("Warning", body.GetProperty("type").GetString());
        Assert.Equal(1024, body.GetProperty("note").GetString()!.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", body.GetProperty("eventTime").GetString());
    }
}
