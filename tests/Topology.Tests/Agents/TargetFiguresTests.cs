using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reports;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class TargetFiguresTests
{
    private const string Shown = """
        osd-ldiskfs.demo-OST000a.kbytestotal=1000
        osd-ldiskfs.demo-OST000a.kbytesfree=900
        osd-ldiskfs.demo-OST000a.kbytesavail=850
        osd-ldiskfs.demo-OST000a.filestotal=64
        osd-ldiskfs.demo-OST000a.filesfree=60
        obdfilter.demo-OST000a.num_exports=5
        obdfilter.demo-OST000a.eviction_count=2
        obdfilter.demo-OST000a.instance=7
        obdfilter.demo-OST000b.instance=9

        """;

    private const string Exports = """
        obdfilter.demo-OST000a.exports.0@lo.uuid=demo-MDT0000-mdtlov_UUID
        obdfilter.demo-OST000a.exports.10.0.0.7@tcp.uuid=
        1f45bb57-d9be-2ddb-c0b0-5431a4922670
        demo-MDT0000-lwp-OST000a_UUID
        obdfilter.demo-OST000a.exports.10.0.0.8@tcp.uuid=9c5a1f0e-0000-4000-8000-000000000008
        obdfilter.demo-OST000a.exports.10.0.0.9@tcp.uuid=demo-OST000a_UUID

        """;

    [Fact]
    public void Figures_are_those_of_the_target_alone() => Assert.Equal(
        new TargetFigures(1000 << 10, 900 << 10, 850 << 10, 64, 60, 5, null, 2, 7), TargetFigures.Parse(Shown, Wanted.Ost()));

    [Fact]
    public void What_the_kernel_does_not_show_is_zero() =>
        Assert.Equal(TargetFigures.Unknown with { Instance = 7 }, TargetFigures.Parse("obdfilter.demo-OST000a.instance=7\n", Wanted.Ost()));

    [Fact]
    public void A_value_that_is_no_number_is_refused() => Assert.Throws<UnrecognizedOutputException>(
        () => TargetFigures.Parse("obdfilter.demo-OST000a.instance=many\n", Wanted.Ost()));

    [Fact]
    public void Servers_are_no_clients() => Assert.Equal(2, TargetFigures.CountClients(Exports, Wanted.Ost()));

    [Fact]
    public void Every_pattern_names_the_target() =>
        Assert.All(TargetFigures.Patterns(Wanted.Mgt()), p => Assert.Contains("MGS", p, StringComparison.Ordinal));
}
