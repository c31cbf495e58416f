using LustreSupervisor.Topology.Agents.Lnet;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class LnetTests
{
    private static readonly LnetShow Shown = LnetShow.Parse(LnetTexts.Show);

    [Fact]
    public void Only_what_is_missing_is_added()
    {
        Assert.Empty(LnetPlan.Missing([Net("tcp0", "eth0", "eth1"), Net("o2ib1", "ib0")], Shown));
        var missing = LnetPlan.Missing([Net("tcp", "eth0", "eth2"), Net("o2ib", "ib0")], Shown);
        Assert.Equal(["tcp(eth2)", "o2ib(ib0)"], missing.Select(n => $"{n.Net}({string.Join(',', n.Interfaces)})"));
    }

    [Fact]
    public void Rails_of_a_network_are_list_items_of_their_own() => Assert.Equal(
        """
        net:
            - net type: tcp
              local NI(s):
                - interfaces:
                      0: eth0
                - interfaces:
                      0: eth1
            - net type: o2ib
              local NI(s):
                - interfaces:
                      0: ib0

        """,
        LnetYaml.Write([Net("tcp", "eth0", "eth1"), Net("o2ib", "ib0")]));

    [Fact]
    public void An_empty_document_is_not_written() => Assert.Throws<ArgumentException>(() => LnetYaml.Write([]));

    [Fact]
    public void What_was_declared_and_what_was_seen_are_told()
    {
        var fault = LnetRule.Fault([Net("tcp", "eth0"), Net("o2ib", "ib7")], [], Shown, "import: errno: -19")!;
        Assert.Equal((FaultKind.Node, "LnetFailed"), (fault.Kind, fault.Reason));
        Assert.Contains("declared: tcp(eth0), o2ib(ib7); seen: 0@lo() up, 10.0.0.1@tcp(eth0) up", fault.Message, StringComparison.Ordinal);
        Assert.Contains("errno: -19", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_a_rail_that_is_up_is_a_fault_and_one_rail_less_is_a_note()
    {
        Assert.Equal("LnetMismatch", LnetRule.Fault([Net("tcp", "eth1")], [], Shown, "")?.Reason);
        Assert.Null(LnetRule.Fault([Net("tcp", "eth0", "eth1")], [], Shown, ""));
        Assert.Equal("LNet: eth1 of tcp is not up", Assert.Single(LnetRule.Notes([Net("tcp", "eth0", "eth1")], Shown)));
    }

    [Theory]
    [InlineData("10.0.0.1@tcp,10.1.0.1@o2ib1", null)]
    [InlineData("10.0.0.9@tcp", "WrongNode")]
    [InlineData("10.0.0.11@tcp", "WrongNode")]
    public void A_node_whose_NIDs_no_client_knows_is_the_wrong_one(string serviceNode, string? reason) =>
        Assert.Equal(reason, LnetRule.Fault([Net("tcp", "eth0")], ["10.0.0.2@tcp", serviceNode], Shown, "")?.Reason);

    private static LnetSpec Net(string net, params string[] interfaces) => new(net, [.. interfaces]);
}
