using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

/// <summary>Agents over the simulated kernel and its tools: the texts and the behaviour that a real node would show.</summary>
public sealed class SimulatedToolsTests
{
    private static readonly TargetId Mgt = new("hpc", "demo", "demo", TargetKind.Mgt, 0);

    private static readonly TargetId Mdt = new("hpc", "demo", "demo", TargetKind.Mdt, 0);

    private static readonly TargetId Ost = new("hpc", "demo", "demo", TargetKind.Ost, 10);

    [Fact]
    public async Task A_file_system_starts_and_its_servers_come_back_on_their_kernel_and_on_another()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var kernel = await room.BootAsync(1);
        var mgt = await room.DeviceAsync();
        var (_, mgs) = await room.AgentAsync(1, Mgt, 1);
        await StartAsync(mgs, Mgt, mgt);
        var (_, mds) = await room.AgentAsync(1, Mdt, 1);
        await StartAsync(mds, Mdt, await room.DeviceAsync());
        var device = await room.DeviceAsync();
        var (process, session) = await room.AgentAsync(1, Ost, 1);
        var uuid = await StartAsync(session, Ost, device);
        using var bound = new CancellationTokenSource(Eventually.Within);
        var report = await session.WatchAsync(bound.Token).FirstAsync(r => r.Recovery != "UNKNOWN", bound.Token);
        Assert.Equal((true, "healthy", "INACTIVE"), (report.Mounted, report.Health, report.Recovery));

        // The pod dies; its mount goes away a little later, and the next life waits for that.
        await process.SignalAsync("KILL");
        await process.ExitAsync();
        var (_, second) = await room.AgentAsync(1, Ost, 2);
        var mounting = second.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, Ost, device, uuid), bound.Token);
        await kernel.PodEndedAsync(SimulatedRoom.PodUid(Ost, 1), bound.Token);
        Assert.Null((await mounting).Fault);

        // The new pod sees its mount, the old pod's table went with it; another agent in the pod takes what is there for what it would make.
        Assert.False(File.Exists(room.MountTable(1, Ost, 1)));
        var shown = await File.ReadAllTextAsync(room.MountTable(1, Ost, 2), bound.Token);
        Assert.StartsWith($"{device.Path} ", shown, StringComparison.Ordinal);
        Assert.Contains(" lustre rw,svname=demo-OST000a,osd=osd-ldiskfs 0 0\n", shown, StringComparison.Ordinal);
        var mounted = kernel.State.Targets["demo-OST000a"].MountStamp;
        var (_, again) = await room.AgentAsync(1, Ost, 2);
        Assert.Null((await again.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, Ost, device, uuid), bound.Token)).Fault);
        Assert.Equal(mounted, kernel.State.Targets["demo-OST000a"].MountStamp);

        // Another kernel keeps its hands off while this one writes, and may have it once it is proved absent.
        await room.BootAsync(2);
        var (_, early) = await room.AgentAsync(2, Ost, 3);
        var refused = await early.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, Ost, device, uuid), bound.Token);
        Assert.Equal((FaultKind.Target, "ActiveElsewhere"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.True((await second.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Unmount, Ost, device, uuid),
            bound.Token)).AbsentEverywhere);
        Assert.Equal("", await File.ReadAllTextAsync(room.MountTable(1, Ost, 2), bound.Token));
        var (_, moved) = await room.AgentAsync(2, Ost, 4);
        Assert.Null((await moved.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, Ost, device, uuid), bound.Token)).Fault);
        Assert.Empty(room.Losses);
    }

    [Fact]
    public async Task After_a_power_loss_the_next_kernel_mounts_the_unclean_target()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var kernel = await room.BootAsync(1);
        var device = await room.DeviceAsync();
        var (_, session) = await room.AgentAsync(1, Mgt, 1);
        var uuid = await StartAsync(session, Mgt, device);
        await kernel.DisposeAsync();
        await room.BootAsync(1, boot: 2);
        var (_, next) = await room.AgentAsync(1, Mgt, 2);
        Assert.NotEqual(session.Kernel, next.Kernel);
        Assert.Null((await next.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, Mgt, device, uuid), CancellationToken.None)).Fault);
        Assert.Empty(room.Losses);
    }

    [Fact]
    public async Task A_format_whose_answer_was_lost_is_recognised_and_a_foreign_device_is_refused()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        await room.BootAsync(1);
        var device = await room.DeviceAsync();
        var (_, first) = await room.AgentAsync(1, Ost, 1);
        var formatted = await first.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Format, Ost, device), CancellationToken.None);
        var (_, second) = await room.AgentAsync(1, Ost, 2);
        Assert.Equal(formatted.DeviceUuid,
            (await second.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Format, Ost, device), CancellationToken.None)).DeviceUuid);

        var (_, wrong) = await room.AgentAsync(1, Mgt, 1);
        var refused = await wrong.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Format, Mgt, device), CancellationToken.None);
        Assert.Equal((FaultKind.Target, "ForeignTarget"), (refused.Fault?.Kind, refused.Fault?.Reason));
        Assert.Empty(room.Losses);
    }

    [Fact]
    public async Task Without_an_MGS_a_new_target_waits_for_it()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        await room.BootAsync(1);
        var device = await room.DeviceAsync();
        var (_, session) = await room.AgentAsync(1, Ost, 1);
        await session.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Format, Ost, device), CancellationToken.None);
        var mount = await session.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, Ost, device), CancellationToken.None);
        Assert.Equal(FaultKind.MgsUnreachable, mount.Fault?.Kind);
    }

    private static async Task<string> StartAsync(IAgentSession session, TargetId target, DeviceRef device)
    {
        var formatted = await session.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Format, target, device), CancellationToken.None);
        Assert.Null(formatted.Fault);
        var mounted = await session.ExecuteAsync(SimulatedRoom.Order(AgentOperation.Mount, target, device, formatted.DeviceUuid),
            CancellationToken.None);
        Assert.Null(mounted.Fault);
        return mounted.DeviceUuid;
    }
}
