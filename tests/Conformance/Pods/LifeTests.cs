using System.Globalization;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Pods;

/// <summary>How pods live and how they end, as their status tells it.</summary>
public sealed class LifeTests(ConformanceCluster cluster) : PodTest(cluster)
{
    [Theory]
    [InlineData("exit 0", "Succeeded", "0", "Completed")]
    [InlineData("exit 3", "Failed", "3", "Error")]
    public async Task An_end_is_told_by_phase_exit_code_and_reason(string script, string phase, string code, string reason)
    {
        await RunAsync(Pod("p", script));
        var ended = await UntilPhaseAsync("p", phase);
        Assert.Equal((code, reason), (Container(ended, "state", "terminated", "exitCode"), Container(ended, "state", "terminated", "reason")));
        Assert.Equal(("False", "0"), (Condition(ended, "Ready"), Container(ended, "restartCount")));
        Assert.NotEmpty(Container(ended, "state", "terminated", "finishedAt"));
    }

    [Fact]
    public async Task A_running_pod_is_ready_and_has_an_address()
    {
        await RunAsync(Pod("p", "sleep 600"));
        var running = await UntilAsync(Core("pods/p"), pod => Condition(pod, "Ready") == "True", "ready");
        Assert.Equal(("Running", "true", "true"), (running["status", "phase"], Container(running, "ready"), Container(running, "started")));
        Assert.NotEmpty(running["status", "podIP"]);
        Assert.NotEmpty(running["status", "hostIP"]);
        Assert.NotEmpty(running["status", "startTime"]);
        Assert.NotEmpty(running["spec", "nodeName"]);
        Assert.Equal("BestEffort", running["status", "qosClass"]);
        Assert.Equal(["True", "True", "True"], ((string[])["PodScheduled", "Initialized", "ContainersReady"]).Select(type => Condition(running, type)));
    }

    [Fact]
    public async Task A_container_that_fails_is_started_again_and_ever_more_slowly()
    {
        await RunAsync(Pod("p", "exit 7", spec: ""));
        var waiting = await UntilAsync(Core("pods/p"), pod => Container(pod, "state", "waiting", "reason") == "CrashLoopBackOff", "backing off");
        Assert.Contains("back-off", Container(waiting, "state", "waiting", "message"), StringComparison.Ordinal);
        Assert.Equal("7", Container(waiting, "lastState", "terminated", "exitCode"));
        Assert.True(int.Parse(Container(waiting, "restartCount"), CultureInfo.InvariantCulture) >= 1);
        Assert.Equal("Running", waiting["status", "phase"]);
    }

    [Fact]
    public async Task After_a_failure_it_runs_again_and_after_success_no_more()
    {
        var volume = "\"restartPolicy\":\"OnFailure\",\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}],";
        await RunAsync(Pod("p", "test -e /v/been && exit 0; touch /v/been; exit 1", "\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}],", volume));
        var ended = await UntilPhaseAsync("p", "Succeeded");
        Assert.Equal(("1", "1"), (Container(ended, "restartCount"), Container(ended, "lastState", "terminated", "exitCode")));
    }

    [Fact]
    public async Task Deletion_asks_first_and_waits()
    {
        var made = await RunAsync(Pod("p", "trap 'exit 0' TERM; while true; do sleep 0.1; done"));
        await UntilPhaseAsync("p", "Running");
        var marked = (await Api.DeleteAsync(Core("pods/p"))).Must(200);
        Assert.Equal((made.Uid, "5"), (marked.Uid, marked["metadata", "deletionGracePeriodSeconds"]));
        await UntilGoneAsync(Core("pods/p"));
    }

    [Fact]
    public async Task Force_removes_the_object_at_once()
    {
        var made = await RunAsync(Pod("p", "sleep 600"));
        await UntilPhaseAsync("p", "Running");
        (await Api.DeleteAsync(Core("pods/p"), $$"""{"gracePeriodSeconds":0,"preconditions":{"uid":"{{made.Uid}}"} }""")).Must(200);
        Assert.Equal(404, (await Api.GetAsync(Core("pods/p"))).Code);
    }

    [Fact]
    public async Task Memory_beyond_the_limit_is_told_as_such()
    {
        var limits = "\"resources\":{\"limits\":{\"memory\":\"64Mi\"}},";
        await RunAsync(Pod("p", "x=a; while true; do x=$x$x; done", limits));
        var ended = await UntilPhaseAsync("p", "Failed");
        Assert.Equal(("137", "OOMKilled"), (Container(ended, "state", "terminated", "exitCode"), Container(ended, "state", "terminated", "reason")));
    }

    [Fact]
    public async Task A_pod_that_may_not_live_longer_is_ended()
    {
        await RunAsync(Pod("p", "sleep 600", spec: "\"restartPolicy\":\"Never\",\"activeDeadlineSeconds\":1,"));
        Assert.Equal("DeadlineExceeded", (await UntilPhaseAsync("p", "Failed"))["status", "reason"]);
    }

    [Fact]
    public async Task First_things_run_first()
    {
        var init = $$"""
            "restartPolicy":"Never","initContainers":[{"name":"first","image":"{{Image}}","command":["/bin/sh","-c","exit 4"]}],
            """;
        await RunAsync(Pod("p", "exit 0", spec: init));
        var failed = await UntilPhaseAsync("p", "Failed");
        Assert.Equal("4", failed["status", "initContainerStatuses", "0", "state", "terminated", "exitCode"]);
        Assert.Equal("PodInitializing", Container(failed, "state", "waiting", "reason"));
    }
}
