using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>Targets of a file system as orders name them.</summary>
internal static class Wanted
{
    public const string Uuid = "3f0c55d1-0000-4000-8000-000000000001";

    public static WantedTarget Ost(int index = 10, string expectedUuid = "") => new(
        $"demo-OST{index:x4}", "demo", TargetKind.Ost, index, "/dev/ost", "wwn-1", "ldiskfs",
        ["10.0.0.11@tcp", "10.0.0.12@tcp"], ["10.0.0.1@tcp,10.1.0.1@tcp1", "10.0.0.2@tcp"], expectedUuid);

    public static WantedTarget Mgt(string expectedUuid = "") => new(
        "MGS", "demo", TargetKind.Mgt, 0, "/dev/mgt", "wwn-0", "ldiskfs", ["10.0.0.1@tcp", "10.0.0.2@tcp"], [], expectedUuid);
}
