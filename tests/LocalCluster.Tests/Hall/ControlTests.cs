using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class ControlTests : IAsyncLifetime, IHallControl
{
    private static readonly ActiveFault Fault = new("slow-mount", "hpc/scratch-mgs", ["node1", "node2"], DateTimeOffset.UnixEpoch, null);

    private readonly Scratch scratch = new();
    private readonly string runtime = RuntimeDirectory.Create();
    private readonly ControlServer server;
    private HallClient client = null!;
    private int stops;

    public ControlTests() => server = new ControlServer(RuntimeDirectory.HallSocket(runtime), this);

    public async ValueTask InitializeAsync()
    {
        scratch.Directory.Claim();
        scratch.Directory.WriteMarker(
            new StateRecord(StateDirectory.Product, StateDirectory.Layout, runtime, ["node1"], new StatePorts(1, 2), 1));
        await server.StartAsync(Scratch.Ct);
        client = HallClient.For(scratch.Directory)!;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        RuntimeDirectory.Remove(runtime);
        scratch.Dispose();
    }

    [Fact]
    public async Task The_status_arrives_as_it_was_sent()
    {
        var status = await client.StatusAsync(Scratch.Ct);
        Assert.Equal(8558, status.ManagementPort);
        Assert.Equal([new MachineStatus("node1", "u", PowerState.Off)], status.Machines);
        Assert.Equal([new HallProcess(HallRole.Pod, "hpc/scratch-mgs", 7, 8, "node1", "uid")], status.Processes);
        Assert.Equivalent(Fault, Assert.Single(status.Faults), strict: true);
        Assert.Equivalent(Fault, Assert.Single(await client.ActiveFaultsAsync(Scratch.Ct)), strict: true);
    }

    [Fact]
    public async Task An_order_to_break_something_arrives_whole()
    {
        var order = new FaultOrder("lost-network", "node1", "node2", 2.5, Clear: true);
        Assert.Equal(order.ToString(), (await client.InjectAsync(order, Scratch.Ct)).Text);
    }

    [Fact]
    public async Task Orders_arrive_and_refusals_come_back_with_their_reason()
    {
        Assert.Equal("node 1", (await client.RebootNodeAsync("node 1", Scratch.Ct)).Name);
        Assert.True((await client.IsolateNodeAsync("node 1", Scratch.Ct)).Isolated);
        Assert.False((await client.RejoinNodeAsync("node 1", Scratch.Ct)).Isolated);
        Assert.Equal("x/y", (await client.KillAsync(new KillOrder(HallRole.Pod, "x/y"), Scratch.Ct)).Name);
        var refusal = await Assert.ThrowsAsync<StateException>(() => client.StartSupervisorAsync(Scratch.Ct));
        Assert.Equal("it runs already", refusal.Message);
        await client.StopAsync(Scratch.Ct);
        Assert.Equal(1, stops);
    }

    [Fact]
    public async Task Orders_about_nodes_and_snapshots_arrive_whole()
    {
        Assert.Equal("node9", (await client.AddNodeAsync(new NodeAddition(), Scratch.Ct)).Name);
        Assert.Equal("mine", (await client.AddNodeAsync(new NodeAddition("mine"), Scratch.Ct)).Name);
        Assert.Equal(PowerState.Off, (await client.RemoveNodeAsync("mine", new NodeRemoval(true), Scratch.Ct)).Power);
        await Assert.ThrowsAsync<StateException>(() => client.RemoveNodeAsync("mine", new NodeRemoval(), Scratch.Ct));
        Assert.Equal(7, (await client.RestoreSnapshotAsync(new SnapshotRestore("/s", 7), Scratch.Ct)).Revision);
        await Assert.ThrowsAsync<StateException>(() => client.StartApiServerAsync(Scratch.Ct));
    }

    [Fact]
    public async Task Where_nobody_listens_there_is_no_status()
    {
        await server.DisposeAsync();
        Assert.Null(await client.TryStatusAsync(Scratch.Ct));
    }

    Task<HallStatus> IHallControl.StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new HallStatus(
        true, 8558, 0.1, [new MachineStatus("node1", "u", PowerState.Off)], [new HallProcess(HallRole.Pod, "hpc/scratch-mgs", 7, 8, "node1", "uid")],
        [Fault]));

    Task<HallProcess> IHallControl.StartSupervisorAsync(CancellationToken cancellationToken) => throw new StateException("it runs already");

    Task<HallProcess> IHallControl.StartApiServerAsync(CancellationToken cancellationToken) => throw new StateException("it runs already");

    Task<SnapshotInfo> IHallControl.RestoreSnapshotAsync(SnapshotRestore order, CancellationToken cancellationToken) =>
        Task.FromResult(new SnapshotInfo(order.File, order.BumpRevision, 1, 2, "c", DateTimeOffset.UnixEpoch));

    Task<MachineStatus> IHallControl.AddNodeAsync(NodeAddition order, CancellationToken cancellationToken) =>
        Task.FromResult(new MachineStatus(order.Name ?? "node9", "u", PowerState.On));

    Task<MachineStatus> IHallControl.RemoveNodeAsync(string node, NodeRemoval order, CancellationToken cancellationToken) =>
        order.Force ? Task.FromResult(new MachineStatus(node, "u", PowerState.Off)) : throw new StateException("servers run there");

    Task<MachineStatus> IHallControl.IsolateNodeAsync(string node, CancellationToken cancellationToken) =>
        Task.FromResult(new MachineStatus(node, "", PowerState.On) { Isolated = true });

    Task<MachineStatus> IHallControl.RejoinNodeAsync(string node, CancellationToken cancellationToken) =>
        Task.FromResult(new MachineStatus(node, "", PowerState.On));

    Task<HallProcess> IHallControl.RebootNodeAsync(string node, CancellationToken cancellationToken) =>
        Task.FromResult(new HallProcess(HallRole.Node, node, 1, 2));

    Task<HallProcess> IHallControl.KillAsync(KillOrder order, CancellationToken cancellationToken) =>
        Task.FromResult(new HallProcess(order.Role, order.Name, 1, 2));

    Task<FaultOutcome> IFaultInjector.InjectAsync(FaultOrder order, CancellationToken cancellationToken) =>
        Task.FromResult(new FaultOutcome(order.Kind, order.Subject, [], order.ToString()));

    Task<IReadOnlyList<ActiveFault>> IFaultInjector.ActiveFaultsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ActiveFault>>([Fault]);

    Task IHallControl.StopAsync(CancellationToken cancellationToken)
    {
        stops++;
        return Task.CompletedTask;
    }
}
