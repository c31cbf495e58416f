using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class OrderCheckTests
{
    [Fact]
    public void A_whole_order_passes()
    {
        Assert.Null(OrderCheck.Complaint(Wanted.Ost(), TargetOperation.Format, "demo-OST000a"));
        Assert.Null(OrderCheck.Complaint(Wanted.Mgt(), TargetOperation.Format, "MGS"));
    }

    public static TheoryData<WantedTarget, string> Complaints => new()
    {
        { Wanted.Ost(11), "label:" },
        { Wanted.Ost() with { Index = 11 }, "label:" },
        { Wanted.Ost() with { FsName = "other" }, "label:" },
        { Wanted.Ost() with { DevicePath = "dev/sdb" }, "device path:" },
        { Wanted.Ost() with { Backend = "btrfs" }, "backend:" },
        { Wanted.Ost() with { ServiceNids = [] }, "service NIDs:" },
        { Wanted.Ost() with { MgsNids = [] }, "MGS NIDs:" },
        { Wanted.Ost() with { MgsNids = ["10.0.0.1@tcp --reformat"] }, "NIDs:" },
    };

    [Theory]
    [MemberData(nameof(Complaints))]
    public void A_broken_order_is_named_field_by_field(WantedTarget target, string field) =>
        Assert.StartsWith(field, OrderCheck.Complaint(target, TargetOperation.Format, "demo-OST000a"), StringComparison.Ordinal);

    [Fact]
    public void Formats_always_name_the_service_nodes_and_never_force()
    {
        Assert.Equal(
            ["--ost", "--backfstype=ldiskfs", "--fsname=demo", "--index=10", "--mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1",
                "--mgsnode=10.0.0.2@tcp",
                "--servicenode=10.0.0.11@tcp", "--servicenode=10.0.0.12@tcp", "/dev/ost"],
            MkfsCommand.Arguments(Wanted.Ost()));
        Assert.Equal(
            ["--mgs", "--backfstype=ldiskfs", "--servicenode=10.0.0.1@tcp", "--servicenode=10.0.0.2@tcp", "/dev/mgt"],
            MkfsCommand.Arguments(Wanted.Mgt()));
        Assert.Throws<ArgumentException>(() => MkfsCommand.Arguments(Wanted.Ost() with { ServiceNids = [] }));
    }
}
