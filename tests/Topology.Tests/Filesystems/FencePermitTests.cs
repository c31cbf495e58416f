using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Filesystems;

/// <summary>Which machines a file system lets be fenced.</summary>
public sealed class FencePermitTests
{
    [Fact]
    public void One_lost_node_may_be_fenced_and_its_other_servers_join() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .Then(new FencePermitted(Moment.NoMeta, "machine-1", "boot-1-1", "node1", "scratch-ost0000") { Number = 1 })
        .When(Request("scratch-ost0001", node: 1))
        .Then(new FencePermitted(Moment.NoMeta, "machine-1", "boot-1-1", "node1", "scratch-ost0001") { Number = 1 })
        .When(Request("scratch-ost0001", node: 1)).ThenNothing()
        .And(s => Assert.Equal(("machine-1", "boot-1-1"), Assert.Single(Fences(s)) is var f ? (f.SystemUuid, f.BootId) : default))
        .And(s => Assert.Empty(Assert.Single(Fences(s)).Scope.Devices));

    [Fact]
    public void Where_storage_is_fenced_the_devices_of_all_that_wait_are_named() =>
        Running(s => s with { Healing = new HealingSpec { Fencing = ["bmc", "scsiReservation"] } })
            .When(Request("scratch-ost0000", node: 1))
            .When(Request("scratch-ost0001", node: 1))
            .And(s => Assert.Equal(2, Assert.Single(Fences(s)).Scope.Devices.Length));

    [Fact]
    public void A_person_who_orders_the_fence_answers_for_more_nodes_at_once() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 2) with { ByPerson = "ada" })
        .And(s => Assert.Equal(2, s.Fences.Count));

    [Fact]
    public void A_second_node_waits_for_a_person() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 2))
        .ThenRefused(nameof(Rule.FenceLimit), "node1");

    [Fact]
    public void Rule_FenceLimit_is_consulted() => Running()
        .Without(Rule.FenceLimit)
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 2))
        .And(s => Assert.Equal(2, s.Fences.Count));

    [Fact]
    public void The_limit_is_the_declared_one() => Running(s => s with { Healing = new HealingSpec { MaxNodesAtOnce = 2 } })
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 2))
        .And(s => Assert.Equal(2, s.Fences.Count))
        .When(Request("scratch-ost0002", node: 3))
        .ThenRefused(nameof(Rule.FenceLimit));

    [Theory]
    [InlineData(ServerPhase.Serving)]
    [InlineData(ServerPhase.Quarantined)]
    public void The_permit_ends_when_the_last_server_that_waited_is_settled(ServerPhase phase) => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 1))
        .When(new NoteServer("scratch-ost0000", phase))
        .And(s => Assert.Single(s.Fences))
        .When(new NoteServer("scratch-ost0001", phase))
        .And(s => Assert.Empty(s.Fences))
        .When(Request("scratch-ost0002", node: 2))
        .And(s => Assert.Single(s.Fences));

    [Fact]
    public void A_server_that_needs_the_fence_no_more_still_counts_as_down() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(new NoteServer("scratch-ost0000", ServerPhase.Recovering))
        .And(s => Assert.Empty(Fences(s)))
        .When(Request("scratch-ost0001", node: 2)).ThenRefused(nameof(Rule.FenceLimit))
        .When(Request("scratch-ost0000", node: 1))
        .And(s => Assert.Single(Fences(s)));

    [Fact]
    public void What_an_owner_asks_that_is_none_any_more_is_refused() => Running()
        .When(Request("scratch-ost0000", node: 1) with { Revision = 10, NotedRevision = 30 }).ThenRefused("StaleRequest");

    [Fact]
    public void A_machine_that_came_back_and_is_lost_again_gets_a_new_permit() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 1, boot: 2))
        .And(s => Assert.Equal("boot-1-2", s.Fences["machine-1"].BootId));

    [Fact]
    public void A_machine_that_is_lost_again_still_keeps_down_who_waited_before() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(Request("scratch-ost0001", node: 1, boot: 2))
        .When(new NoteServer("scratch-ost0001", ServerPhase.Serving))
        .When(Request("scratch-ost0002", node: 2))
        .ThenRefused(nameof(Rule.FenceLimit), "node1");

    [Fact]
    public void A_report_from_before_the_loss_settles_nothing() => Running()
        .When(Request("scratch-ost0000", node: 1) with { Revision = 12 })
        .When(new NoteServer("scratch-ost0000", ServerPhase.Serving) { Revision = 9 })
        .And(s => Assert.Single(s.Fences))
        .When(new NoteServer("scratch-ost0000", ServerPhase.Serving) { Revision = 20 })
        .And(s => Assert.Empty(s.Fences));

    [Fact]
    public void Nothing_is_fenced_while_the_file_system_is_paused() => Running(s => s with { Paused = true })
        .When(Request("scratch-ost0000", node: 1))
        .ThenRefused(nameof(Rule.PausedIsHandsOff), "spec.paused");

    [Fact]
    public void Rule_PausedIsHandsOff_is_consulted_for_fences() => Running(s => s with { Paused = true })
        .Without(Rule.PausedIsHandsOff)
        .When(Request("scratch-ost0000", node: 1))
        .And(s => Assert.Single(s.Fences));

    [Fact]
    public void A_pause_takes_the_order_to_fence_back() => Running()
        .When(Request("scratch-ost0000", node: 1))
        .When(Inventory.Declare(Inventory.Declared(generation: 2, with: s => s with { Paused = true }), Inventory.SharedNodes()))
        .And(s => Assert.Empty(Fences(s)));

    private static Scenario<FilesystemState, FilesystemCommand, FilesystemEvent> Running(Func<FilesystemSpec, FilesystemSpec>? with = null) =>
        Story.OfFilesystem().When(Inventory.Declare(Inventory.Declared(with: with), Inventory.SharedNodes()));

    private static RequestFence Request(string server, int node, int boot = 1) =>
        new(server, new KernelClaim(1, Sample.Kernel(node, boot), Sample.NodeName(node), null));

    private static IEnumerable<OrderFence> Fences(FilesystemState state) => FilesystemEffects.Due(state).OfType<OrderFence>();
}
