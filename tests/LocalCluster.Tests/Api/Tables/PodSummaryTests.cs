using System.Text.Json;
using LustreSupervisor.LocalCluster.Api.Tables.Kinds;

namespace LustreSupervisor.LocalCluster.Tests.Api.Tables;

/// <summary>The STATUS, READY and RESTARTS of pods.</summary>
public sealed class PodSummaryTests
{
    private const string Two = """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}""";
    private const string Init = """{"spec":{"initContainers":[{"name":"i"},{"name":"side","restartPolicy":"Always"}],"containers":[{"name":"a"}]}""";

    [Theory]
    [InlineData(Two + ""","status":{"phase":"Pending"}}""", "Pending", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Failed","reason":"Evicted"}}""", "Evicted", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}}""", "SchedulingGated", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}},{"ready":true,"restartCount":2,"state":{"running":{}}}]}}""", "Running", 2, 2, 2)]
    [InlineData(Two + ""","status":{"phase":"Running","containerStatuses":[{"restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}}""", "CrashLoopBackOff", 0, 2, 3)]
    [InlineData(Two + ""","status":{"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}}""", "Completed", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}}""", "OOMKilled", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}}""", "ExitCode:3", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"signal":9}}}]}}""", "Signal:9", 0, 2, 0)]
    [InlineData(Two + ""","status":{"phase":"Running","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"ready":true,"state":{"running":{}}}]}}""", "NotReady", 1, 2, 0)]
    [InlineData(Init + ""","status":{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"running":{}}}]}}""", "Init:0/2", 0, 2, 0)]
    [InlineData(Init + ""","status":{"phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}}""", "Init:CrashLoopBackOff", 0, 2, 4)]
    [InlineData(Init + ""","status":{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":1,"reason":"Error"}}}]}}""", "Init:Error", 0, 2, 0)]
    [InlineData(Init + ""","status":{"phase":"Running","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},{"name":"side","started":true,"ready":true,"state":{"running":{}}}],"containerStatuses":[{"ready":true,"state":{"running":{}}}]}}""", "Running", 2, 2, 0)]
    [InlineData("""{"metadata":{"deletionTimestamp":"2024-01-01T00:00:00Z"},"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running"}}""", "Terminating", 0, 1, 0)]
    [InlineData("""{"metadata":{"deletionTimestamp":"2024-01-01T00:00:00Z"},"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running","reason":"NodeLost"}}""", "Unknown", 0, 1, 0)]
    [InlineData("""{"metadata":{"deletionTimestamp":"2024-01-01T00:00:00Z"},"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Succeeded"}}""", "Succeeded", 0, 1, 0)]
    public void Status_is_what_is_most_worth_knowing(string pod, string reason, int ready, int containers, int restarts)
    {
        using var document = JsonDocument.Parse(pod);
        var summary = PodSummary.Of(document.RootElement);
        Assert.Equal((reason, ready, containers, restarts), (summary.Reason, summary.Ready, summary.Containers, summary.Restarts));
    }

    [Fact]
    public void The_last_restart_is_the_latest_end()
    {
        using var document = JsonDocument.Parse("""
            {"status":{"containerStatuses":[
              {"restartCount":1,"lastState":{"terminated":{"finishedAt":"2024-01-02T00:00:00Z"}}},
              {"restartCount":1,"lastState":{"terminated":{"finishedAt":"2024-01-01T00:00:00Z"}}}]}}
            """);
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero), PodSummary.Of(document.RootElement).LastRestart);
    }
}
