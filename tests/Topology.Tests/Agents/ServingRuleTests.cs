using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class ServingRuleTests
{
    private static readonly DeviceList There = DeviceList.Parse(ToolTexts.DeviceListOss);

    private static readonly HealthCheck Healthy = new("healthy");

    [Fact]
    public void Not_knowing_is_no_fault() => Assert.Null(Fault(new ServingLook(null, null, null, 0, 0)));

    [Fact]
    public void An_unhealthy_node_is_reported_and_no_neighbour_pays()
    {
        Assert.Null(Fault(new ServingLook(new HealthCheck("NOT HEALTHY"), There, false, 3, 3)));
        var neighbour = HealthCheck.Parse("device demo-OST0001 reported unhealthy\nNOT HEALTHY\n");
        Assert.Null(Fault(new ServingLook(neighbour, There, false, 3, 3)));
    }

    [Fact]
    public void The_target_that_the_kernel_blames_is_at_fault()
    {
        var own = HealthCheck.Parse("device demo-OST0000 reported unhealthy\nNOT HEALTHY\n");
        Assert.Equal((FaultKind.Target, ServingRule.ReadOnly), KindOf(new ServingLook(own, There, null, 0, 0)));
        Assert.Equal((FaultKind.Target, ServingRule.ReadOnly), KindOf(new ServingLook(Healthy, There, true, 0, 0)));
    }

    [Fact]
    public void An_assertion_is_the_nodes_fault_whatever_else_is_wrong() =>
        Assert.Equal((FaultKind.Node, FaultReasons.Lbug), KindOf(new ServingLook(new HealthCheck("LBUG"), There, true, 1, 2)));

    [Fact]
    public void A_mount_that_something_else_ended_is_over()
    {
        Assert.Equal((FaultKind.PodCrashed, ServingRule.MountVanished), KindOf(new ServingLook(Healthy, DeviceList.Parse(""), null, 1, 1)));
        Assert.Equal((FaultKind.PodCrashed, ServingRule.RestartedBehind), KindOf(new ServingLook(Healthy, There, false, 3, 4)));
        Assert.Null(Fault(new ServingLook(Healthy, There, false, 3, 0)));
    }

    [Theory]
    [InlineData("rw\nbarrier\n", false)]
    [InlineData("ro\nerrors=remount-ro\n", true)]
    [InlineData("rw\nemergency_ro\n", true)]
    public void The_file_system_below_says_whether_it_writes(string text, bool readOnly) =>
        Assert.Equal(readOnly, LdiskfsOptions.IsReadOnly(text));

    [Fact]
    public void Options_of_another_form_are_refused() =>
        Assert.Equal(1, Assert.Throws<UnrecognizedOutputException>(() => LdiskfsOptions.IsReadOnly("maybe\n")).LineNumber);

    private static Fault? Fault(ServingLook look) => ServingRule.Fault("demo-OST0000", look);

    private static (FaultKind?, string?) KindOf(ServingLook look) => (Fault(look)?.Kind, Fault(look)?.Reason);
}
