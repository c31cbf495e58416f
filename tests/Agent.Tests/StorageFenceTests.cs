using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.StampCheck;
using LustreSupervisor.Supervisor.Agents;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests;

/// <summary>Target agents, node agents and tools as processes, over simulated kernels that share devices with reservations.</summary>
public sealed class StorageFenceTests
{
    private static readonly TargetId Mgt = new("hpc", "demo", "demo", TargetKind.Mgt, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("scsi")]
    [InlineData("nvme")]
    public async Task A_kernel_that_is_cut_off_writes_nothing_more_while_another_serves(string backend)
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var (first, second, device) = (await room.BootAsync(1), await room.BootAsync(2), await room.DeviceAsync());
        await room.BootAsync(3);
        var (_, session) = await room.AgentAsync(1, Mgt, 1);
        var uuid = await ServeAsync(session, device, backend);
        Assert.Equal([KeyOf(first)], await KeysAsync(room, device));

        // No reservation is held by a node that only watches; its agent takes the key of kernel 1 away.
        var fenced = await FenceAsync(room, 2, device, backend, first);
        Assert.Null(fenced.Fault);
        Assert.True(fenced.VictimGone);
        Assert.Contains($"the key {ReservationKey.Text(KeyOf(first))} was pre-empted by {ReservationKey.Text(KeyOf(second))}", fenced.Evidence, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => first.State.Targets["MGS"].ReadOnly, "the kernel that was cut off is refused");

        // A fence that is repeated, by whomever, says the same.
        Assert.Null((await FenceAsync(room, 2, device, backend, first)).Fault);
        Assert.Null((await FenceAsync(room, 3, device, backend, first, second)).Fault);

        var (_, next) = await room.AgentAsync(3, Mgt, 2);
        var mounted = await next.ExecuteAsync(Order(AgentOperation.Mount, device, backend, uuid), Token);
        Assert.Null(mounted.Fault);
        Assert.Single(await KeysAsync(room, device));
        Assert.Empty(room.Losses);
        Assert.Empty(StampChecker.CheckImage(device.Path).Violations);
    }

    [Fact]
    public async Task The_guard_stays_after_an_unmount_and_moves_with_the_target()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var (first, second, device) = (await room.BootAsync(1), await room.BootAsync(2), await room.DeviceAsync());
        var (_, session) = await room.AgentAsync(1, Mgt, 1);
        var uuid = await ServeAsync(session, device, "scsi");
        Assert.True((await session.ExecuteAsync(Order(AgentOperation.Unmount, device, "", uuid), Token)).AbsentEverywhere);
        Assert.Equal([KeyOf(first)], await KeysAsync(room, device));
        Assert.Equal(5, (await room.RunAsync(2, $"mkfs.lustre --mgs --reformat {device.Path}")).Exit);
        var (_, next) = await room.AgentAsync(2, Mgt, 2);
        Assert.Null((await next.ExecuteAsync(Order(AgentOperation.Mount, device, "scsi", uuid), Token)).Fault);
        Assert.Equal([KeyOf(second)], await KeysAsync(room, device));
    }

    [Fact]
    public async Task An_agent_of_an_older_life_leaves_the_device_to_the_newer_one()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var (first, _, device) = (await room.BootAsync(1), await room.BootAsync(2), await room.DeviceAsync());
        var (_, session) = await room.AgentAsync(1, Mgt, 2);
        var uuid = await ServeAsync(session, device, "scsi");
        var (_, stale) = await room.AgentAsync(2, Mgt, 1);
        var refused = await stale.ExecuteAsync(Order(AgentOperation.Mount, device, "scsi", uuid), Token);
        Assert.Equal("StaleIncarnation", refused.Fault?.Reason);
        Assert.Equal([KeyOf(first)], await KeysAsync(room, device));
    }

    [Fact]
    public async Task What_cannot_be_confirmed_is_not()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        var (first, second, device) = (await room.BootAsync(1), await room.BootAsync(2), await room.DeviceAsync());
        var (_, session) = await room.AgentAsync(1, Mgt, 1);
        var uuid = await ServeAsync(session, device, "");
        Assert.Contains("nothing reserves it", (await FenceAsync(room, 2, device, "scsi", first)).Fault?.Message, StringComparison.Ordinal);
        var other = device with { Id = "wwn-0x5000c5ffffffffff" };
        Assert.Equal("DeviceUnidentified", (await FenceAsync(room, 2, other, "scsi", first)).Fault?.Reason);
        Assert.Equal("FencesItself", (await FenceAsync(room, 1, device, "scsi", first)).Fault?.Reason);
        await Assert.ThrowsAsync<AgentRefusedException>(() => FenceAsync(room, 2, device, "carrier pigeon", first));

        // Somebody's key that nobody knows: it may be the victim's own, of an earlier boot.
        Assert.Equal(0, (await room.RunAsync(1, $"sg_persist -n --out --register-ignore --param-sark=77 --device={device.Path}")).Exit);
        Assert.Equal(0, (await room.RunAsync(1, $"sg_persist -n --out --reserve --param-rk=77 --prout-type=5 --device={device.Path}")).Exit);
        var fenced = await FenceAsync(room, 2, device, "scsi", first, second);
        Assert.Contains("nobody knows whose these are: 0x77", fenced.Fault?.Message, StringComparison.Ordinal);

        var (_, next) = await room.AgentAsync(2, Mgt, 2);
        var refused = await next.ExecuteAsync(Order(AgentOperation.Mount, other, "scsi", uuid), Token);
        Assert.Equal((FaultKind.Target, "DeviceUnidentified"), (refused.Fault?.Kind, refused.Fault?.Reason));
    }

    [Fact]
    public async Task A_mount_without_the_tools_of_its_reservations_is_refused()
    {
        await using var room = await SimulatedRoom.CreateAsync();
        await room.BootAsync(1);
        var device = await room.DeviceAsync();
        room.RemoveTool("nvme");
        var (_, session) = await room.AgentAsync(1, Mgt, 1);
        var formatted = await session.ExecuteAsync(Order(AgentOperation.Format, device, "", ""), Token);
        var refused = await session.ExecuteAsync(Order(AgentOperation.Mount, device, "nvme", formatted.DeviceUuid), Token);
        Assert.Equal((FaultKind.Node, "ReservationFailed"), (refused.Fault?.Kind, refused.Fault?.Reason));
    }

    private static AgentOrder Order(AgentOperation operation, DeviceRef device, string backend, string uuid) =>
        SimulatedRoom.Order(operation, Mgt, device, uuid) with { Reservation = backend };

    private static async Task<string> ServeAsync(IAgentSession session, DeviceRef device, string backend)
    {
        var formatted = await session.ExecuteAsync(Order(AgentOperation.Format, device, "", ""), Token);
        Assert.Null(formatted.Fault);
        var mounted = await session.ExecuteAsync(Order(AgentOperation.Mount, device, backend, formatted.DeviceUuid), Token);
        Assert.Null(mounted.Fault);
        return formatted.DeviceUuid;
    }

    private static async Task<StorageFenceResult> FenceAsync(
        SimulatedRoom room, int node, DeviceRef device, string backend, KernelHost victim, params KernelHost[] known)
    {
        var agents = new GrpcNodeAgents(null, TimeProvider.System);
        var order = new StorageFenceOrder(backend, device.Path, device.Id, IdOf(victim)) { Known = [.. known.Select(IdOf)] };
        return await agents.FenceAsync(await room.NodeAgentAsync(node), order, Token);
    }

    private static async Task<ulong[]> KeysAsync(SimulatedRoom room, DeviceRef device) =>
        [.. SgPersistOutput.Keys((await room.RunAsync(2, $"sg_persist -n --in --read-keys --device={device.Path}")).Stdout)];

    private static KernelId IdOf(KernelHost kernel) => new(kernel.State.SystemUuid, kernel.State.BootId);

    private static ulong KeyOf(KernelHost kernel) => ReservationKey.Of(IdOf(kernel));
}
