using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>Servers of file system <c>hpc/scratch</c> that may run on node1, node2 and node3.</summary>
public static class Specs
{
    public static ServerSpec Ost(int index = 0, HealingSpec? healing = null) => new()
    {
        Target = new TargetId("hpc", "scratch", "scratch", TargetKind.Ost, index),
        Device = new DeviceRef($"wwn-ost{index}", $"/dev/ost{index}", 1L << 40),
        ServiceNodes = [.. Enumerable.Range(1, 3).Select(n =>
            new ServiceNode($"node{n}", FakeNodes.Machine($"node{n}"), $"10.0.0.{n}@tcp", $"/dev/ost{index}-on-node{n}"))],
        MgsNids = ["10.0.0.1@tcp"],
        Runtime = new ServerRuntime("lustre-server", RuntimeKind.Pod, BackendKind.Ldiskfs, true),
        Healing = healing ?? new HealingSpec(),
        OwnerUid = "owner",
    };
}
