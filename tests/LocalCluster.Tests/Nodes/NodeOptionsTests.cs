using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Lnet;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class NodeOptionsTests
{
    private static readonly NodeOptions Second = new(
        "n2", new StateDirectory("/tmp/none"), new Programs("/supervisor", "/agent", "/tools"), "/run/x", ["n1", "n2"], 1, 1);

    [Fact]
    public void A_node_has_two_rails_of_ethernet_and_one_of_infiniband() => Assert.Equal(
        [new NetInterface("eth0", "127.0.1.2"), new NetInterface("eth1", "127.0.2.2"), new NetInterface("ib0", "127.0.3.2")], Second.Interfaces);

    [Theory]
    [InlineData("127.0.1.1@tcp", true)]
    [InlineData("127.0.2.1@tcp1", true)]
    [InlineData("127.0.3.1@o2ib", true)]
    [InlineData("127.0.1.3@tcp", false)]
    [InlineData("127.0.4.1@tcp", false)]
    [InlineData("", false)]
    public void A_peer_is_found_by_the_address_of_any_rail(string nid, bool found) =>
        Assert.Equal(found ? RuntimeDirectory.KernelSocket("/run/x", "n1") : null, Second.KernelSocketOfNid(nid));

    [Fact]
    public void Its_own_nid_is_the_first_rails() => Assert.Equal("127.0.1.2@tcp", Second.Nid);
}
