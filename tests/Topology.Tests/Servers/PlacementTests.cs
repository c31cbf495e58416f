using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>On which node the next life is planned.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void The_first_life_goes_to_the_plans_first_node() => Assert.Equal("node1", ChosenFrom(Fresh(), Sample.Nodes));

    [Fact]
    public void A_later_life_stays_where_the_last_one_was() =>
        Assert.Equal("node3", ChosenFrom(Unmounted(node: 3) with { AvoidNode = null }, Sample.Nodes));

    [Fact]
    public void The_node_that_the_last_failure_blamed_comes_last() =>
        Assert.Equal("node1", ChosenFrom(Unmounted(node: 3), Sample.Nodes));

    [Fact]
    public void The_blamed_node_is_better_than_none() => Assert.Equal("node3", ChosenFrom(Unmounted(node: 3), [Sample.Node(3)]));

    [Fact]
    public void Where_preference_is_equal_the_node_with_fewer_servers_wins() =>
        Assert.Equal("node3", ChosenFrom(Fresh(), [Sample.Node(2) with { ServersOnIt = 2 }, Sample.Node(3) with { ServersOnIt = 1 }]));

    [Fact]
    public void A_node_that_is_full_for_the_group_comes_after_those_that_are_not() =>
        Assert.Equal(
            "node2",
            ChosenFrom(Fresh(Sample.Spec with { MaxPerNode = 2 }), [Sample.Node(1) with { SameGroupOnIt = 2 }, Sample.Node(2)]));

    [Fact]
    public void Each_node_that_is_unfit_is_named_with_its_reason() => Story.OfServer(Past.Declared())
        .When(new Proceed([
            Sample.Node(1) with { Heard = false },
            Sample.Node(2) with { Ready = false },
            Sample.Node(3) with { Schedulable = false }]))
        .ThenRefused("NoNodeAvailable", "node1: silent; node2: not ready; node3: cordoned; node4: not seen")
        .When(new Proceed([Sample.Node(1) with { ReachesDevice = false }]))
        .ThenRefused("NoNodeAvailable", "node1: does not reach wwn-ost0");

    [Fact]
    public void Servers_start_on_declared_nodes_only() => Story.OfServer(Past.Declared())
        .When(new Proceed([Stranger]))
        .ThenRefused("NoNodeAvailable");

    [Fact]
    public void Rule_DeclaredNodesOnly_is_consulted() => Story.OfServer(Past.Declared())
        .Without(Rule.DeclaredNodesOnly)
        .When(new Proceed([Stranger]))
        .And(s => Assert.Equal("stranger", s.Current!.Node));

    [Fact]
    public void One_kernel_runs_one_MGS() => Story.OfServer(Past.Declared(Sample.MgsSpec))
        .When(new Proceed([Sample.Node(1) with { HasOtherMgs = true }]))
        .ThenRefused("NoNodeAvailable", "node1: runs another MGS");

    [Fact]
    public void Other_targets_may_share_a_kernel_with_an_MGS() => Story.OfServer(Past.Declared())
        .When(new Proceed([Sample.Node(1) with { HasOtherMgs = true }]))
        .And(s => Assert.Equal("node1", s.Current!.Node));

    [Fact]
    public void Rule_OneMgsPerKernel_is_consulted() => Story.OfServer(Past.Declared(Sample.MgsSpec))
        .Without(Rule.OneMgsPerKernel)
        .When(new Proceed([Sample.Node(1) with { HasOtherMgs = true }]))
        .And(s => Assert.Equal("node1", s.Current!.Node));

    [Fact]
    public void Without_failover_a_server_waits_for_its_own_node()
    {
        var spec = Sample.Spec with { Healing = new HealingSpec { Failover = FailoverMode.Off } };
        Story.OfServer(Past.Declared(spec), Past.Serving(), Past.AwaitingProof())
            .When(new AcceptProof(Past.Fenced()))
            .When(new Proceed([Sample.Node(2)]))
            .ThenRefused("NoNodeAvailable", "node2: failover is Off")
            .When(new Proceed([Sample.Node(1, boot: 2), Sample.Node(2)]))
            .And(s => Assert.Equal("node1", s.Current!.Node));
    }

    private static NodeCandidate Stranger => Sample.Node(4) with { Name = "stranger" };

    private static string? ChosenFrom(ServerState state, NodeCandidate[] nodes) => Placement.Choose(state, [.. nodes], Rules.All).Node;

    private static string? ChosenFrom(ServerState state, IEnumerable<NodeCandidate> nodes) => ChosenFrom(state, nodes.ToArray());

    private static ServerState Fresh(ServerSpec? spec = null) => Story.OfServer(Past.Declared(spec)).State;

    /// <summary>It served on this node, was unmounted there, and the node is blamed.</summary>
    private static ServerState Unmounted(int node) =>
        Story.OfServer(Past.Declared(), Past.Serving(node: node), Past.Stopping(avoid: Sample.NodeName(node)))
            .When(new ReportUnmounted(1, true, "absent")).State;
}
