using System.Collections.Immutable;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Filesystems;

/// <summary>From a declared spec and an inventory to a printed plan.</summary>
public sealed class LayoutPlannerTests
{
    [Fact]
    public void Six_servers_on_four_nodes_that_reach_everything() =>
        Golden.Matches("Plan.Shared.txt", Print(Inventory.Declared(), Inventory.SharedNodes()));

    [Fact]
    public void Devices_that_one_node_reaches_are_spread_over_the_nodes_that_have_them() =>
        Golden.Matches("Plan.NodeLocal.txt", Print(
            Inventory.Declared(osts: 3, with: s => s with { Osts = s.Osts with { Storage = Inventory.Storage("ost", Reachability.NodeLocal) } }),
            [
                Inventory.Node(1, null, [.. Shared, Local(1), Local(2), Local(3)]),
                Inventory.Node(2, null, [.. Shared, Local(4)]),
                Inventory.Node(3, null, [.. Shared, Local(5)]),
            ]));

    [Fact]
    public void An_external_MGS_gives_its_NIDs_and_no_server() =>
        Golden.Matches("Plan.ExternalMgs.txt", Print(
            Inventory.Declared(osts: 1, with: s => s with { Mgs = new MgsSpec(null, ["10.9.0.1@tcp:10.9.0.2@tcp"]) }),
            Inventory.SharedNodes(nodes: 2)));

    [Fact]
    public void Everything_that_is_missing_is_listed() =>
        Golden.Matches("Plan.Missing.txt", Print(
            Inventory.Declared(osts: 3, mdts: 3), [Inventory.Node(1, null, Inventory.Device("mdt", 0), Inventory.Device("ost", 0))]));

    [Fact]
    public void Servers_of_a_group_are_spread_over_failure_domains_first()
    {
        var nodes = ImmutableArray.Create(
            Inventory.Node(1, "a", Devices(2)), Inventory.Node(2, "a", Devices(2)), Inventory.Node(3, "b", Devices(2)));
        var osts = Plan(Inventory.Declared(osts: 2), nodes).Servers.Where(s => s.Target.KindText == "OST");
        Assert.Equal(["node1", "node3"], osts.Select(s => s.ServiceNodes[0].Name).Order());
    }

    [Fact]
    public void No_node_gets_more_of_a_group_than_declared()
    {
        var declared = Inventory.Declared(osts: 4, with: s => s with { Osts = s.Osts.MaxPerNode(2) });
        var nodes = Plan(declared, Inventory.SharedNodes(nodes: 2)).Servers
            .Where(s => s.Target.KindText == "OST").CountBy(s => s.ServiceNodes[0].Name);
        Assert.All(nodes, n => Assert.Equal(2, n.Value));
    }

    [Fact]
    public void A_group_that_does_not_fit_its_limit_is_not_planned()
    {
        var declared = Inventory.Declared(osts: 4, with: s => s with { Osts = s.Osts.MaxPerNode(1) });
        var layout = Plan(declared, Inventory.SharedNodes(nodes: 2));
        Assert.Empty(layout.Servers);
        Assert.Contains("maxPerNode 1", layout.Missing[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_on_a_node_that_is_not_fit_does_not_stand_in_the_way_of_one_that_is()
    {
        var nodes = ImmutableArray.Create(
            Inventory.Node(1, null, Inventory.Device("ost", 0)) with { Schedulable = false },
            Inventory.Node(2, null, [Inventory.Device("mgt", 0), Inventory.Device("mdt", 0), Inventory.Device("ost", 1)]));
        var ost = Plan(Inventory.Declared(osts: 1), nodes).Servers[^1];
        Assert.Equal("wwn-ost1", ost.Device.Id);
    }

    [Fact]
    public void Devices_of_other_file_systems_are_never_taken()
    {
        var layout = LayoutPlanner.Plan(
            Inventory.Declared(osts: 2), Inventory.SharedNodes(osts: 4), ["wwn-ost0", "wwn-ost2"], FilesystemState.Initial);
        Assert.Equal(["wwn-ost1", "wwn-ost3"], layout.Servers.Where(s => s.Target.KindText == "OST").Select(s => s.Device.Id));
    }

    [Fact]
    public void A_device_is_given_once()
    {
        var devices = Plan(Inventory.Declared(osts: 4, mdts: 2), Inventory.SharedNodes()).Servers.Select(s => s.Device.Id).ToList();
        Assert.Equal(devices.Count, devices.Distinct().Count());
    }

    [Fact]
    public void A_device_that_is_too_small_is_passed_over()
    {
        NodeDevice[] devices = [.. Devices(0), Inventory.Device("ost", 0, gibibytes: 0), Inventory.Device("ost", 1)];
        var nodes = ImmutableArray.Create(Inventory.Node(1, null, devices), Inventory.Node(2, null, devices));
        Assert.Equal("wwn-ost1", Plan(Inventory.Declared(osts: 1), nodes).Servers[^1].Device.Id);
    }

    [Fact]
    public void The_order_of_the_inventory_does_not_matter()
    {
        var nodes = Inventory.SharedNodes();
        Assert.Equal(Print(Inventory.Declared(), nodes), Print(Inventory.Declared(), [.. nodes.Reverse()]));
    }

    private static NodeDevice[] Shared { get; } = [Inventory.Device("mgt", 0), Inventory.Device("mdt", 0)];

    private static NodeDevice Local(int n) => Inventory.Device("ost", n, shared: false);

    private static NodeDevice[] Devices(int osts) => [.. Shared, .. Enumerable.Range(0, osts).Select(n => Inventory.Device("ost", n))];

    private static LayoutPlanner.Layout Plan(FilesystemFact declared, ImmutableArray<NodeFact> nodes) =>
        LayoutPlanner.Plan(declared, nodes, [], FilesystemState.Initial);

    private static string Print(FilesystemFact declared, ImmutableArray<NodeFact> nodes) => PlanText.Print(declared, Plan(declared, nodes));
}
