using System.Collections.Immutable;
using LustreSupervisor.Supervisor.Kubernetes.SelfFencing;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Tests.SelfFencing;

public sealed class SelfFencePlanTests
{
    private static readonly ImmutableArray<GrantSet> Present = [new("hpc/scratch", ["node1", "node2", "node3"], 30)];

    [Fact]
    public void A_supervisor_that_knows_nothing_yet_calls_off_nobodys_fence() =>
        Assert.Equal(Present, SelfFencePlan.SetsOf("node1", Present, [], _ => false));

    [Fact]
    public void The_set_of_a_file_system_that_is_gone_goes_too() =>
        Assert.Empty(SelfFencePlan.SetsOf("node1", Present, [], f => f == "hpc/scratch"));

    [Fact]
    public void A_file_system_that_is_known_only_by_name_changes_nothing() =>
        Assert.Equal(Present, SelfFencePlan.SetsOf("node1", Present, [FilesystemState.Initial with { Namespace = "hpc", Name = "scratch" }], _ => false));
}
