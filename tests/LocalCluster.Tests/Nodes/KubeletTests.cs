using System.Globalization;
using k8s.Models;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.Tests.Hall;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class KubeletTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    [Fact]
    public async Task A_killed_process_is_reported_as_137_Error()
    {
        await room.RunAsync("killed", "exec sleep 1000");
        var pod = await room.UntilAsync("killed", Runs);
        Assert.True(Process(pod).Send(Signal.Kill));
        var ended = await room.UntilAsync("killed", found => found.Status.Phase == "Failed");
        var state = ended.Status.ContainerStatuses[0].State;
        Assert.Null(state.Running);
        Assert.Equal((137, "Error"), (state.Terminated.ExitCode, state.Terminated.Reason));
        Assert.False(ended.Status.ContainerStatuses[0].Ready);
    }

    [Theory]
    [InlineData("good", 0, "Succeeded", "Completed")]
    [InlineData("bad", 7, "Failed", "Error")]
    public async Task An_exit_is_reported_with_its_code_and_never_restarted(string name, int code, string phase, string reason)
    {
        await room.RunAsync(name, $"echo once >> {name}; exit {code}");
        var pod = await room.UntilAsync(name, found => found.Status?.Phase == phase);
        Assert.Equal((code, reason), (pod.Status.ContainerStatuses[0].State.Terminated.ExitCode, pod.Status.ContainerStatuses[0].State.Terminated.Reason));
        Assert.Equal(0, pod.Status.ContainerStatuses[0].RestartCount);
        Assert.Single(File.ReadAllLines(InNode(name)));
    }

    [Theory]
    [InlineData("no-program", "/no/such/program", "/no/such/program does not exist")]
    [InlineData("no-path", "no-such-program", "no-such-program is not on the node's PATH")]
    public async Task What_cannot_be_started_fails_and_says_why(string name, string command, string why)
    {
        await room.CreateAsync(name, [command]);
        var pod = await room.UntilAsync(name, found => found.Status?.Phase == "Failed");
        var ended = pod.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal((128, "StartError", why), (ended.ExitCode, ended.Reason, ended.Message));
    }

    [Fact]
    public async Task Deletion_asks_first_and_removes_the_object_when_the_process_is_gone()
    {
        await room.RunAsync("polite", "trap 'echo asked > polite.asked; exit 0' TERM; echo > polite.ready; while :; do sleep 0.01; done");
        var process = Process(await room.UntilAsync("polite", Runs));
        await Wait.UntilAsync(() => File.Exists(InNode("polite.ready")));
        await room.DeleteAsync("polite");
        await room.UntilGoneAsync("polite");
        Assert.False(process.IsAlive);
        Assert.Equal("asked", File.ReadAllText(InNode("polite.asked")).Trim());
    }

    [Fact]
    public async Task A_process_that_will_not_end_is_killed_when_its_grace_is_over()
    {
        await room.RunAsync("stubborn", "trap '' TERM; while :; do sleep 0.01; done", graceSeconds: 1);
        var process = Process(await room.UntilAsync("stubborn", Runs));
        await room.DeleteAsync("stubborn");
        await room.UntilGoneAsync("stubborn");
        Assert.False(process.IsAlive);
    }

    [Fact]
    public async Task A_pod_that_is_removed_by_force_does_not_keep_its_process()
    {
        await room.RunAsync("forced", "exec sleep 1000");
        var process = Process(await room.UntilAsync("forced", Runs));
        await room.DeleteAsync("forced", graceSeconds: 0);
        await room.UntilGoneAsync("forced");
        await Wait.UntilAsync(() => !process.IsAlive);
    }

    [Fact]
    public async Task The_environment_is_what_the_pod_declares_and_what_an_agent_needs()
    {
        await room.RunAsync("env", "env > env.txt; wc -c < $LUSTRE_MOUNT_TABLE > table.txt");
        var pod = await room.UntilAsync("env", found => found.Status?.Phase == "Succeeded");
        var lines = await File.ReadAllLinesAsync(InNode("env.txt"), NodeRoom.Ct);
        Assert.Contains("BOTH=blue-node1-$(COLOUR)-$(MISSING)", lines);
        Assert.Contains($"POD_UID={pod.Uid()}", lines);
        Assert.Contains("LUSTRE_POD=default/env", lines);
        Assert.Contains($"LUSTRE_MOUNT_TABLE={InNode("mounts")}/{pod.Uid()}", lines);
        Assert.Equal("0", File.ReadAllText(InNode("table.txt")).Trim());
        await Wait.UntilAsync(() => !File.Exists(Path.Combine(InNode("mounts"), pod.Uid())));
        Assert.Contains("LUSTRE_LIFELINE=stdin", lines);
        Assert.Contains($"LUSTRE_HOST_ROOT={room.Directory.NodeRoot("node1")}", lines);
        Assert.Contains(lines, line => line.StartsWith($"PATH={room.Directory.NodeDirectory("node1")}/tools:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("KUBERNETES_SERVICE_PORT=", StringComparison.Ordinal));
        Assert.Contains($"LUSTRE_SERVICEACCOUNT_DIR={InNode("pods")}/{pod.Uid()}/.serviceaccount", lines);
    }

    [Fact]
    public async Task The_agent_is_the_program_that_was_built_whatever_the_image()
    {
        await room.CreateAsync("agent", ["lustre-agent", "target", "--label", "MGS"]);
        await room.UntilAsync("agent", found => found.Status?.Phase == "Succeeded");
        await Wait.UntilAsync(() => File.Exists(room.Directory.LogFile("pod-default-agent")));
        Assert.Equal("target --label MGS", File.ReadAllText(room.Directory.LogFile("pod-default-agent")).Trim());
    }

    private static bool Runs(V1Pod pod) => pod.Status?.ContainerStatuses?.Any(status => status.State.Running is not null) == true;

    /// <summary>The pod's process, by the container id that its kubelet reports.</summary>
    private static ProcessIdentity Process(V1Pod pod) =>
        ProcessIdentity.Of(int.Parse(pod.Status.ContainerStatuses[0].ContainerID["process://".Length..], CultureInfo.InvariantCulture))!;

    private string InNode(string file) => Path.Combine(room.Directory.NodeDirectory("node1"), file);
}
