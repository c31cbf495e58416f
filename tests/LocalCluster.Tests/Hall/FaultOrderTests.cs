using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class FaultOrderTests
{
    [Fact]
    public void Every_kind_stands_in_the_table_once_under_a_name_of_its_own()
    {
        Assert.Equal(Enum.GetValues<FaultKind>().Order(), FaultCatalog.All.Select(fault => fault.Kind).Order());
        Assert.Equal(FaultCatalog.All.Count, FaultCatalog.All.Select(fault => fault.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("kill-server", "x", "", 0, false)]
    [InlineData("mgs-down", "", "", 5, false)]
    [InlineData("mgs-down", "", "", 0, true)]
    [InlineData("lost-network", "node1", "node2", 0, false)]
    [InlineData("slow-mount", "x", "", 3600, false)]
    [InlineData("kill-supervisor", "", "", 0, false)]
    public void What_makes_sense_is_accepted(string kind, string subject, string peer, double seconds, bool clear) =>
        Assert.Equal(kind, FaultOrders.Check(new FaultOrder(kind, subject, peer, seconds, clear)).Name);

    [Theory]
    [InlineData("fire", "x", "", 0, false, "There is no fault 'fire'; there are kill-server, kill-node")]
    [InlineData("kill-server", "", "", 0, false, "kill-server: name a target.")]
    [InlineData("kill-node", "", "", 0, false, "kill-node: name a node.")]
    [InlineData("kill-node", "node1", "", 5, false, "it takes no seconds")]
    [InlineData("kill-supervisor", "it", "", 0, false, "it takes no subject, not 'it'")]
    [InlineData("lost-network", "node1", "", 0, false, "--peer NODE")]
    [InlineData("lost-network", "node1", "node1", 0, false, "name two nodes")]
    [InlineData("freeze-node", "node1", "node2", 0, false, "it takes no peer")]
    [InlineData("freeze-node", "node1", "", -1, false, "-1 is not a number of seconds")]
    [InlineData("freeze-node", "node1", "", double.NaN, false, "NaN is not a number of seconds")]
    [InlineData("kill-server", "x", "", 0, true, "nothing to clear")]
    [InlineData("lbug", "node1", "", 0, true, "power the node off and on")]
    [InlineData("half-format", "x", "", 0, true, "written on a device")]
    public void What_makes_none_is_refused_with_what_would(string kind, string subject, string peer, double seconds, bool clear, string because)
    {
        var refusal = Assert.Throws<StateException>(() => FaultOrders.Check(new FaultOrder(kind, subject, peer, seconds, clear)));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}
