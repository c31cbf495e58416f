using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Filesystems;

public sealed class NodeNidsTests
{
    private static readonly NetworkSpec Rails = new() { Lnet = [new LnetSpec("tcp", ["eth1", "eth0"]), new LnetSpec("o2ib", ["ib0"])] };

    private static readonly NodeFact Node = Inventory.Node(1, "a", Inventory.Device("mgt", 0), Inventory.Device("mdt", 0), Inventory.Device("ost", 0)) with
    {
        Interfaces = [new NodeInterface("eth0", "10.0.0.1"), new NodeInterface("eth1", "10.0.1.1"), new NodeInterface("ib0", "10.9.0.1")],
    };

    [Fact]
    public void A_node_has_one_NID_for_each_network() => Assert.Equal("10.0.1.1@tcp,10.9.0.1@o2ib", NodeNids.Of(Node, Rails));

    [Fact]
    public void A_node_that_does_not_report_interfaces_has_one_address()
    {
        var silent = Node with { Interfaces = [] };
        Assert.Equal("10.0.0.1@tcp,10.0.0.1@o2ib", NodeNids.Of(silent, Rails));
        Assert.Null(NodeNids.Lack(silent, Rails));
    }

    [Fact]
    public void A_node_without_a_declared_interface_is_not_planned_for()
    {
        var poor = Node with { Interfaces = [new NodeInterface("eth0", "10.0.0.1"), new NodeInterface("eth1", "10.0.1.1")] };
        Assert.Equal("node1 has no interface ib0 for LNet network o2ib", NodeNids.Lack(poor, Rails));
        var declared = Inventory.Declared(osts: 1, with: s => s with { Network = Rails });
        var none = LayoutPlanner.Plan(declared, [poor], [], FilesystemState.Initial);
        Assert.Empty(none.Servers);
        Assert.Contains("node1 has no interface ib0 for LNet network o2ib", none.Missing);

        var rich = LayoutPlanner.Plan(declared, [poor with { Name = "node0" }, Node], [], FilesystemState.Initial);
        Assert.All(rich.Servers, s => Assert.Equal("node1", Assert.Single(s.ServiceNodes).Name));
        Assert.All(rich.Servers, s => Assert.Equal(["tcp", "o2ib"], s.Networks.Select(n => n.Net)));
    }
}
