using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class UnmountLookTests
{
    [Theory]
    [InlineData(false, false, true, true, true)]
    [InlineData(true, false, true, true, false)]
    [InlineData(null, false, true, true, false)]
    [InlineData(false, true, true, true, false)]
    [InlineData(false, null, true, true, false)]
    [InlineData(false, false, false, true, false)]
    [InlineData(false, false, true, false, false)]
    public void Absence_is_proved_only_when_every_source_was_read_and_says_so(bool? inKernel, bool? inTable, bool unheld, bool released, bool proved) =>
        Assert.Equal(proved, new UnmountLook(inKernel, inTable, unheld, released).ProvesAbsence(Rules.All));
}
