using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.Tests.Hall;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class PodLifeTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    [Fact]
    public async Task Init_containers_run_one_by_one_before_all_others()
    {
        await room.CreateAsync("ordered", new V1PodSpec
        {
            RestartPolicy = "Never",
            InitContainers = [NodeRoom.Shell("one", "echo one >> order"), NodeRoom.Shell("two", "echo two >> order")],
            Containers = [NodeRoom.Shell("main", "echo main >> order"), NodeRoom.Shell("other", "exit 0")],
        });
        var pod = await room.UntilAsync("ordered", found => found.Status?.Phase == "Succeeded");
        Assert.Equal(["one", "two", "main"], File.ReadAllLines(InNode("order")));
        Assert.All(pod.Status.InitContainerStatuses, status => Assert.True(status.Ready));
        Assert.Equal(("False", "PodCompleted"), Condition(pod, "Ready"));
        Assert.Equal(("True", "PodCompleted"), Condition(pod, "Initialized"));
    }

    [Fact]
    public async Task A_failed_init_container_fails_a_pod_that_never_restarts()
    {
        await room.CreateAsync("uninitialised", new V1PodSpec
        {
            RestartPolicy = "Never", InitContainers = [NodeRoom.Shell("one", "exit 9")], Containers = [NodeRoom.Shell("main", "touch never-here")],
        });
        var pod = await room.UntilAsync("uninitialised", found => found.Status?.Phase == "Failed");
        Assert.Equal(9, pod.Status.InitContainerStatuses[0].State.Terminated.ExitCode);
        Assert.Equal("PodInitializing", pod.Status.ContainerStatuses[0].State.Waiting.Reason);
        Assert.Equal(("False", "ContainersNotInitialized"), Condition(pod, "Initialized"));
        Assert.False(File.Exists(InNode("never-here")));
    }

    [Fact]
    public async Task A_crashing_container_backs_off_and_says_so()
    {
        await room.CreateAsync("crashing", new V1PodSpec { RestartPolicy = "OnFailure", Containers = [NodeRoom.Shell("main", "echo boom; exit 3")] });
        var pod = await room.UntilAsync(
            "crashing", found => found.Status?.ContainerStatuses?[0] is { RestartCount: >= 2, State.Waiting.Reason: "CrashLoopBackOff" });
        var status = pod.Status.ContainerStatuses[0];
        Assert.Equal(("Running", 3, "Error"), (pod.Status.Phase, status.LastState.Terminated.ExitCode, status.LastState.Terminated.Reason));
        Assert.Matches($"^back-off [0-9ms]+ restarting failed container=main pod=crashing_default\\({pod.Uid()}\\)$", status.State.Waiting.Message);
        await Wait.UntilAsync(async () => (await room.EventsAsync("crashing")).Any(one => one is { Reason: "BackOff", Count: > 1 }));
        await room.DeleteAsync("crashing");
        await room.UntilGoneAsync("crashing");
    }

    [Fact]
    public async Task Success_ends_a_pod_that_restarts_on_failure_only()
    {
        await room.CreateAsync("second-try", new V1PodSpec
        {
            RestartPolicy = "OnFailure", Containers = [NodeRoom.Shell("main", "test -e tried && exit 0; touch tried; exit 1")],
        });
        var pod = await room.UntilAsync("second-try", found => found.Status?.Phase == "Succeeded");
        Assert.Equal((1, "Completed"), (pod.Status.ContainerStatuses[0].RestartCount, pod.Status.ContainerStatuses[0].State.Terminated.Reason));
    }

    [Fact]
    public async Task A_pod_that_outlives_its_deadline_fails()
    {
        await room.CreateAsync("late", new V1PodSpec
        {
            RestartPolicy = "Always", ActiveDeadlineSeconds = 1, TerminationGracePeriodSeconds = 1, Containers = [NodeRoom.Shell("main", "exec sleep 1000")],
        });
        var pod = await room.UntilAsync("late", found => found.Status?.Phase == "Failed" && found.Status.ContainerStatuses[0].State.Terminated is not null);
        Assert.Equal(("DeadlineExceeded", "Pod was active on the node longer than the specified deadline"), (pod.Status.Reason, pod.Status.Message));
        Assert.Equal(143, pod.Status.ContainerStatuses[0].State.Terminated.ExitCode);
    }

    [Fact]
    public async Task A_container_beyond_its_memory_is_killed_and_called_so()
    {
        var greedy = NodeRoom.Shell("main", "exec dd if=/dev/zero of=/dev/null bs=200M count=100000");
        greedy.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("32Mi") } };
        await room.CreateAsync("greedy", new V1PodSpec { RestartPolicy = "Never", Containers = [greedy] });
        var pod = await room.UntilAsync("greedy", found => found.Status?.Phase == "Failed");
        var ended = pod.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal((137, "OOMKilled"), (ended.ExitCode, ended.Reason));
    }

    [Fact]
    public async Task What_the_environment_refers_to_is_waited_for()
    {
        var asking = NodeRoom.Shell("main", "echo $COLOUR-$KEY > asked");
        asking.Env = [new V1EnvVar { Name = "COLOUR", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "paint", Key = "colour" } } }];
        asking.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "safe" } }];
        await room.CreateAsync("asking", new V1PodSpec { RestartPolicy = "Never", Containers = [asking] });
        var pod = await room.UntilAsync("asking", found => found.Status?.ContainerStatuses?[0].State.Waiting?.Reason == "CreateContainerConfigError");
        Assert.Equal("secret \"safe\" not found", pod.Status.ContainerStatuses[0].State.Waiting.Message);
        await room.Client.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = "safe" }, Data = new Dictionary<string, byte[]> { ["KEY"] = "steel"u8.ToArray() } }, "default", cancellationToken: NodeRoom.Ct);
        await room.Client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "paint" }, Data = new Dictionary<string, string> { ["colour"] = "red" } }, "default", cancellationToken: NodeRoom.Ct);
        await room.UntilAsync("asking", found => found.Status?.Phase == "Succeeded");
        Assert.Equal("red-steel", File.ReadAllText(InNode("asked")).Trim());
    }

    [Fact]
    public async Task A_hook_runs_before_the_end()
    {
        var hooked = NodeRoom.Shell("main", "trap 'cat hook > after; exit 0' TERM; touch trapped; while :; do sleep 0.01; done");
        hooked.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/bin/sh", "-c", "echo first > hook"] } } };
        await room.CreateAsync("hooked", new V1PodSpec { Containers = [hooked] });
        await Wait.UntilAsync(() => File.Exists(InNode("trapped")));
        await room.DeleteAsync("hooked");
        await room.UntilGoneAsync("hooked");
        Assert.Equal("first", File.ReadAllText(InNode("after")).Trim());
    }

    private static (string, string?) Condition(V1Pod pod, string type)
    {
        var found = pod.Status.Conditions.Single(condition => condition.Type == type);
        return (found.Status, found.Reason);
    }

    private string InNode(string file) => Path.Combine(room.Directory.NodeDirectory("node1"), file);
}
