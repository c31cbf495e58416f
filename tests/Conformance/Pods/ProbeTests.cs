using System.Globalization;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Pods;

/// <summary>Probes: who is not ready gets no work, who is not alive is started again.</summary>
public sealed class ProbeTests(ConformanceCluster cluster) : PodTest(cluster)
{
    [Fact]
    public async Task A_pod_is_ready_when_its_probe_says_so()
    {
        var probe = """ "readinessProbe":{"exec":{"command":["/bin/sh","-c","test $(($(date +%s)-START)) -ge 0"]},"periodSeconds":1}, """.Replace("START", Start(4), StringComparison.Ordinal);
        await RunAsync(Pod("p", "sleep 600", probe));
        var running = await UntilPhaseAsync("p", "Running");
        Assert.Equal(("False", "false"), (Condition(running, "Ready"), Container(running, "ready")));
        await UntilAsync(Core("pods/p"), pod => Condition(pod, "Ready") == "True" && Container(pod, "ready") == "true", "ready");
    }

    [Fact]
    public async Task A_container_that_does_not_live_is_killed_and_started_again()
    {
        var probe = """ "livenessProbe":{"exec":{"command":["/bin/sh","-c","exit 1"]},"periodSeconds":1,"failureThreshold":1,"terminationGracePeriodSeconds":1}, """;
        await RunAsync(Pod("p", "sleep 600", probe, ""));
        var again = await UntilAsync(Core("pods/p"), pod => Container(pod, "restartCount") is { Length: > 0 } count
            && int.Parse(count, CultureInfo.InvariantCulture) > 0, "started again");
        Assert.NotEmpty(Container(again, "lastState", "terminated", "exitCode"));
        await UntilAsync($"{Core("events")}?fieldSelector=involvedObject.name%3Dp,reason%3DUnhealthy", list => list.Items.Count > 0, "told as an Event");
    }

    [Fact]
    public async Task A_slow_start_is_given_time()
    {
        var probe = """ "startupProbe":{"exec":{"command":["/bin/sh","-c","exit 1"]},"periodSeconds":1,"failureThreshold":100}, """;
        await RunAsync(Pod("p", "sleep 600", probe, ""));
        var running = await UntilPhaseAsync("p", "Running");
        Assert.Equal(("false", "False", "0"), (Container(running, "started"), Condition(running, "Ready"), Container(running, "restartCount")));
    }

    /// <summary>A moment some seconds from now, by the clock that tests and nodes share well enough, in seconds of Unix.</summary>
    private static string Start(int seconds) => TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
