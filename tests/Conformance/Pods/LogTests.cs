using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Pods;

/// <summary>What containers say, to whoever may ask.</summary>
public sealed class LogTests(ConformanceCluster cluster) : PodTest(cluster)
{
    private string Log => Core("pods/p/log");

    [Fact]
    public async Task A_log_holds_what_was_said_on_both_streams()
    {
        await RunAsync(Pod("p", "echo one; echo two >&2; echo three"));
        await UntilPhaseAsync("p", "Succeeded");
        var said = (await Api.GetAsync(Log)).Must(200).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["one", "three", "two"], said.Order());
        Assert.Single((await Api.GetAsync($"{Log}?tailLines=1")).Must(200).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z (one|two)\n", (await Api.GetAsync($"{Log}?timestamps=true")).Must(200).Text);
        Assert.Equal("one\n"[..2], (await Api.GetAsync($"{Log}?limitBytes=2")).Must(200).Text);
    }

    [Fact]
    public async Task A_log_can_be_followed_to_its_end()
    {
        await RunAsync(Pod("p", "echo begin; sleep 1; echo end"));
        await UntilAsync(Core("pods/p"), pod => pod["status", "phase"] is "Running" or "Succeeded", "running");
        var said = (await Api.GetAsync($"{Log}?follow=true")).Must(200).Text;
        Assert.Equal("begin\nend\n", said);
    }

    [Fact]
    public async Task The_last_words_of_the_container_before_are_kept()
    {
        await RunAsync(Pod("p", "echo last words; exit 1", spec: ""));
        await UntilAsync(Core("pods/p"), pod => Container(pod, "restartCount") is not ("" or "0"), "started again");
        Assert.Equal("last words\n", (await Api.GetAsync($"{Log}?previous=true")).Must(200).Text);
    }

    [Fact]
    public async Task Whoever_asks_for_a_container_that_is_not_there_is_told()
    {
        await RunAsync(Pod("p", "exit 0"));
        await UntilPhaseAsync("p", "Succeeded");
        var refused = (await Api.GetAsync($"{Log}?container=other")).MustFail(400, "BadRequest");
        Assert.Equal("container other is not valid for pod p", refused.Message);
        (await Api.GetAsync(Core("pods/none/log"))).MustFail(404, "NotFound");
    }
}
