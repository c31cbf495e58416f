using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class IdentityRuleTests
{
    private static readonly DeviceEvidence Ours = new(
        DeviceOpening.Exclusive, null, 0, BlkidOutput.Parse(ToolTexts.BlkidVirginOst), 0,
            TunefsOutput.Parse(ToolTexts.TunefsRegisteredOst), "");

    [Theory]
    [InlineData("")]
    [InlineData(Wanted.Uuid)]
    [InlineData("3F0C55D1-0000-4000-8000-000000000001")]
    public void The_right_target_may_be_mounted(string uuid) => Assert.Null(IdentityRule.BeforeMount(Ours, Wanted.Ost(expectedUuid: uuid), Rules.All));

    [Fact]
    public void A_restored_or_swapped_device_is_refused() =>
        Assert.Equal("ForeignTarget",
            IdentityRule.BeforeMount(Ours, Wanted.Ost(expectedUuid: "ffffffff-0000-4000-8000-000000000001"), Rules.All)?.Reason);

    [Fact]
    public void Two_targets_whose_devices_were_swapped_are_refused() =>
        Assert.Equal("ForeignTarget", IdentityRule.BeforeMount(Ours, Wanted.Ost(11), Rules.All)?.Reason);

    [Fact]
    public void A_device_without_a_target_is_refused() =>
        Assert.Equal("NotLustre", IdentityRule.BeforeMount(Ours with { TunefsExit = 19, Tunefs = null }, Wanted.Ost(), Rules.All)?.Reason);

    [Fact]
    public void A_role_that_contradicts_the_label_is_refused() =>
        Assert.Equal("ForeignTarget",
            IdentityRule.BeforeMount(Ours with { Tunefs = Ours.Tunefs! with { Flags = TargetFlags.Mdt } }, Wanted.Ost(), Rules.All)?.Reason);

    [Theory]
    [InlineData("10.0.0.1@tcp:10.0.0.2@tcp", "10.0.0.2@tcp|10.0.0.1@tcp0", true)]
    [InlineData("10.0.0.1@tcp,10.1.0.1@o2ib:10.0.0.2@tcp", "10.1.0.1@o2ib,10.0.0.1|10.0.0.2@tcp", true)]
    [InlineData("fd00::1@tcp:fd00::2@tcp", "fd00::1@tcp|fd00::2@tcp", true)]
    [InlineData("10.0.0.1@tcp,10.0.0.2@tcp", "10.0.0.1@tcp|10.0.0.2@tcp", false)]
    [InlineData("10.0.0.1@tcp", "10.0.0.1@tcp1", false)]
    [InlineData("10.0.0.1@tcp", "", false)]
    public void Lists_of_nodes_are_compared_by_meaning(string onDevice, string wanted, bool same) =>
        Assert.Equal(same, NidLists.Same([onDevice], wanted.Split('|')));
}
