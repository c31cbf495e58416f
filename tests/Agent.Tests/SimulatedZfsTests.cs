using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Agent.Tests;

/// <summary>Agents over simulated kernels with ZFS: a pool is the kernel's and outlives the pod that imported it.</summary>
public sealed class SimulatedZfsTests
{
    private static readonly TargetId Mgt = new("hpc", "demo", "demo", TargetKind.Mgt, 0);

    private static readonly TargetId Ost = new("hpc", "demo", "demo", TargetKind.Ost, 10);

    [Fact]
    public async Task A_target_comes_back_on_its_kernel_moves_when_let_go_and_is_taken_by_force_only_after_a_proof()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var kernel = await room.BootAsync(1);
        var other = await room.BootAsync(2);
        await StartAsync(room, Mgt, 2, await room.DeviceAsync());
        var device = await room.DeviceAsync();
        var (first, guid) = await StartAsync(room, Ost, 1, device);

        // The pod dies: its mount goes, the pool stays imported, and the next life takes it as it is.
        await first.SignalAsync("KILL");
        await first.ExitAsync();
        await kernel.PodEndedAsync(SimulatedRoom.PodUid(Ost, 1), TestContext.Current.CancellationToken);
        Assert.Empty(kernel.Mounts);
        var import = Assert.Single(kernel.State.Pools.Values).Pool.ImportId;
        var (secondProcess, second) = await room.AgentAsync(1, Ost, 2);
        Assert.Null((await RunAsync(second, AgentOperation.Mount, Ost, device, guid)).Fault);
        Assert.Equal(import, Assert.Single(kernel.State.Pools.Values).Pool.ImportId);

        // Another kernel keeps its hands off a pool that is written, whatever it was told.
        var (_, early) = await room.AgentAsync(2, Ost, 3);
        Assert.Equal("ActiveElsewhere", (await RunAsync(early, AgentOperation.Mount, Ost, device, guid, proved: true)).Fault?.Reason);
        Assert.True((await RunAsync(second, AgentOperation.Unmount, Ost, device, guid)).AbsentEverywhere);
        Assert.Empty(kernel.State.Pools);
        await secondProcess.SignalAsync("KILL");
        Assert.Null((await RunAsync(early, AgentOperation.Mount, Ost, device, guid)).Fault);

        // That kernel dies with the pool imported.
        await other.DisposeAsync();
        var (_, next) = await room.AgentAsync(1, Ost, 4);
        Assert.Equal("NotExported", (await RunAsync(next, AgentOperation.Mount, Ost, device, guid)).Fault?.Reason);
        Assert.Empty(kernel.State.Pools);
        Assert.Null((await RunAsync(next, AgentOperation.Mount, Ost, device, guid, proved: true)).Fault);
        Assert.Empty(room.Losses);
    }

    [Fact]
    public async Task A_pool_of_the_same_name_on_another_device_is_neither_formatted_into_nor_exported()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var kernel = await room.BootAsync(1);
        var theirs = await room.DeviceAsync();
        await OnNodeAsync(kernel, "mkfs.lustre", "--ost", "--backfstype=zfs", "--fsname=demo", "--index=10", "--mgsnode=10.0.0.9@tcp",
            "--servicenode=10.0.0.1@tcp", "demo-ost000a/ost000a", theirs.Path);
        var ours = await room.DeviceAsync();
        var (_, session) = await room.AgentAsync(1, Ost, 1);
        var refused = await RunAsync(session, AgentOperation.Format, Ost, ours, "");
        Assert.Equal((FaultKind.Node, "PoolNameTaken"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.Null((await RunAsync(session, AgentOperation.Unmount, Ost, ours, "42")).Fault);
        Assert.Equal(theirs.Path, Assert.Single(kernel.State.Pools.Values).DevicePath);
    }

    [Fact]
    public async Task Several_rails_and_networks_are_configured_and_written_on_the_target()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var kernel = await room.BootAsync(1);
        LnetSpec[] networks = [new("tcp", ["eth0", "eth1"]), new("o2ib", ["ib0"])];
        var mgt = await room.DeviceAsync();
        var (_, mgs) = await room.AgentAsync(1, Mgt, 1);
        var formatted = await mgs.ExecuteAsync(Railed(AgentOperation.Format, Mgt, mgt, "", networks), CancellationToken.None);
        Assert.Null((await mgs.ExecuteAsync(Railed(AgentOperation.Mount, Mgt, mgt, formatted.DeviceUuid, networks), CancellationToken.None)).Fault);
        Assert.Equal(["10.0.0.1@tcp", "10.0.1.1@tcp", "10.0.2.1@o2ib"], kernel.State.Nids.Order(StringComparer.Ordinal));
        var read = await OnNodeAsync(kernel, "tunefs.lustre", "--dryrun", "demo-mgs/mgs");
        Assert.Contains("failover.node=10.0.0.1@tcp,10.0.2.1@o2ib", read.Stdout, StringComparison.Ordinal);

        // A second server of the kernel finds all of it there and changes nothing.
        var lnet = kernel.State.Lnet.Nis;
        var device = await room.DeviceAsync();
        var (_, oss) = await room.AgentAsync(1, Ost, 1);
        var made = await oss.ExecuteAsync(Railed(AgentOperation.Format, Ost, device, "", networks), CancellationToken.None);
        Assert.Null((await oss.ExecuteAsync(Railed(AgentOperation.Mount, Ost, device, made.DeviceUuid, networks), CancellationToken.None)).Fault);
        Assert.Equal(lnet.Select(n => n.Nid), kernel.State.Lnet.Nis.Select(n => n.Nid));
    }

    private static AgentOrder Railed(AgentOperation operation, TargetId target, DeviceRef device, string guid, LnetSpec[] networks) =>
        SimulatedRoom.Order(operation, target, device, guid) with
        {
            Backend = "zfs",
            Networks = [.. networks],
            ServiceNids = ["10.0.0.1@tcp,10.0.2.1@o2ib"],
            MgsNids = ["10.0.0.1@tcp,10.0.2.1@o2ib"],
        };

    private static async Task<(AgentProcess Process, string Guid)> StartAsync(SimulatedRoom room, TargetId target, int node, DeviceRef device)
    {
        var (process, session) = await room.AgentAsync(node, target, 1);
        var formatted = await RunAsync(session, AgentOperation.Format, target, device, "");
        Assert.Null(formatted.Fault);
        Assert.Null((await RunAsync(session, AgentOperation.Mount, target, device, formatted.DeviceUuid)).Fault);
        return (process, formatted.DeviceUuid);
    }

    private static async Task<ToolReply> OnNodeAsync(KernelHost kernel, params string[] argv)
    {
        var reply = await kernel.RunAsync(new ToolCaller([.. argv], 1, "", ""));
        Assert.True(reply.Exit == 0, reply.Stderr);
        return reply;
    }

    private static Task<AgentOutcome> RunAsync(
        IAgentSession session, AgentOperation operation, TargetId target, DeviceRef device, string guid, bool proved = false) =>
        session.ExecuteAsync(
            SimulatedRoom.Order(operation, target, device, guid) with
            {
                Backend = "zfs", Networks = [new LnetSpec("tcp", ["eth0"])], ForceImportAllowed = proved,
            },
            CancellationToken.None);
}
