using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Tests.Hall;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class NodeTests : IAsyncLifetime
{
    private readonly NodeRoom room = new();

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task A_node_registers_itself_and_reports_what_it_reaches()
    {
        var node = await ReadyNodeAsync();
        Assert.Equal(("node1", "zone1"), (node.Labels()["kubernetes.io/hostname"], node.Labels()["topology.kubernetes.io/zone"]));
        Assert.Equal("127.0.1.1", node.Status.Addresses.Single(address => address.Type == "InternalIP").Address);
        var identity = NodeIdentity.Read(room.Directory, "node1")!;
        Assert.Equal((identity.SystemUuid, identity.BootId), (node.Status.NodeInfo.SystemUUID, node.Status.NodeInfo.BootID));
        Assert.Equal(
            $"http://127.0.0.1:1234/redfish/v1/Systems/{identity.SystemUuid}",
            node.Annotations()["lustre.cloudnative-hpc.io/bmc-address"]);
        var report = (await room.LustreNodeAsync())!["status"]!;
        Assert.Equal(identity.BootId, report["bootId"]!.GetValue<string>());
        var device = Assert.Single(report["devices"]!.AsArray())!;
        Assert.Equal(("ost", true), (device["labels"]!["lustre"]!.GetValue<string>(), device["shared"]!.GetValue<bool>()));
        Assert.True(File.Exists(device["path"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_heartbeat_goes_on()
    {
        var first = await RenewTimeAsync();
        await Wait.UntilAsync(async () => await RenewTimeAsync() > first);
    }

    [Fact]
    public async Task After_a_reboot_the_boot_is_another_and_old_containers_count_as_killed()
    {
        await ReadyNodeAsync();
        var before = NodeIdentity.Read(room.Directory, "node1")!;
        await room.RunAsync("old", "trap '' TERM; exec sleep 1000");
        await room.UntilAsync("old", pod => pod.Status?.Phase == "Running");
        await room.ShutDownAsync();
        // What a crash leaves behind: the API still says that the container runs.
        await MarkRunningAsync("old");
        room.Boot();
        var pod = await room.UntilAsync("old", found => found.Status.Phase == "Failed");
        var ended = pod.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal((255, "Unknown"), (ended.ExitCode, ended.Reason));
        var after = NodeIdentity.Read(room.Directory, "node1")!;
        Assert.Equal(before.SystemUuid, after.SystemUuid);
        Assert.NotEqual(before.BootId, after.BootId);
    }

    [Fact]
    public async Task After_a_reboot_a_pod_that_always_restarts_runs_again()
    {
        await ReadyNodeAsync();
        await room.CreateAsync("again", new V1PodSpec { RestartPolicy = "Always", Containers = [NodeRoom.Shell("agent", "exec sleep 1000")] });
        await room.UntilAsync("again", pod => pod.Status?.Phase == "Running");
        await room.ShutDownAsync();
        await MarkRunningAsync("again");
        room.Boot();
        var pod = await room.UntilAsync("again", found => found.Status.ContainerStatuses[0].RestartCount == 1);
        var status = pod.Status.ContainerStatuses[0];
        Assert.NotNull(status.State.Running);
        Assert.Equal((255, "Unknown"), (status.LastState.Terminated.ExitCode, status.LastState.Terminated.Reason));
        await Wait.UntilAsync(async () =>
            (await room.Client.CoreV1.ListNamespacedEventAsync("default", fieldSelector: "involvedObject.kind=Node", cancellationToken: NodeRoom.Ct))
            .Items.Any(one => one.Reason == "Rebooted"));
    }

    [Fact]
    public async Task A_node_that_was_called_lost_corrects_that()
    {
        await ReadyNodeAsync();
        await room.Client.CoreV1.PatchNodeStatusAsync(
            new V1Patch("""{"status":{"conditions":[{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown"}]}}""", V1Patch.PatchType.StrategicMergePatch),
            "node1", cancellationToken: NodeRoom.Ct);
        var node = await ReadyNodeAsync();
        Assert.Equal("KubeletReady", node.Status.Conditions.Single(condition => condition.Type == "Ready").Reason);
    }

    [Fact]
    public async Task A_shutdown_ends_the_pods_but_keeps_their_objects()
    {
        await ReadyNodeAsync();
        await room.RunAsync("kept", "exec sleep 1000");
        await room.UntilAsync("kept", pod => pod.Status?.Phase == "Running");
        await room.ShutDownAsync();
        var pod = await room.UntilAsync("kept", _ => true);
        Assert.Equal("Failed", pod.Status.Phase);
        Assert.Equal(143, pod.Status.ContainerStatuses[0].State.Terminated.ExitCode);
        Assert.Equal(("Terminated", "Pod was terminated in response to imminent node shutdown."), (pod.Status.Reason, pod.Status.Message));
        room.Boot();
    }

    private Task<V1Pod> MarkRunningAsync(string name) => room.Client.CoreV1.PatchNamespacedPodStatusAsync(
        new V1Patch(
            """{"status":{"phase":"Running","containerStatuses":[{"name":"agent","image":"none","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}}]}}""",
            V1Patch.PatchType.MergePatch),
        name,
        "default",
        cancellationToken: NodeRoom.Ct);

    private async Task<V1Node> ReadyNodeAsync()
    {
        V1Node? node = null;
        await Wait.UntilAsync(async () =>
        {
            node = (await room.Client.CoreV1.ListNodeAsync(cancellationToken: NodeRoom.Ct)).Items.FirstOrDefault();
            return node?.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
        });
        return node!;
    }

    private async Task<DateTime> RenewTimeAsync()
    {
        var leases = await room.Client.CoordinationV1.ListNamespacedLeaseAsync("kube-node-lease", cancellationToken: NodeRoom.Ct);
        return leases.Items.FirstOrDefault()?.Spec.RenewTime ?? DateTime.MinValue;
    }
}
