using CsCheck;
using LustreSupervisor.Topology.Filesystems.Validation;

namespace LustreSupervisor.Topology.Tests.Validation;

public sealed class NidsTests
{
    [Theory]
    [InlineData("10.0.0.1@tcp")]
    [InlineData("10.0.0.1@tcp0")]
    [InlineData("10.0.0.1@tcp12,10.1.0.1@o2ib:10.0.0.2@tcp12,10.1.0.2@o2ib")]
    [InlineData("fd00::1@tcp")]
    [InlineData("fd00::1@tcp:fd00::2@tcp")]
    [InlineData("::1@tcp")]
    [InlineData("1:2:3:4:5:6:7:8@tcp")]
    [InlineData("27@gni")]
    [InlineData("0x1f@kfi1")]
    public void Lists_that_Lustre_reads(string text) => Assert.Null(Nids.FaultOf(text));

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1@")]
    [InlineData("@tcp")]
    [InlineData("10.0.0.1@eth0")]
    [InlineData("10.0.0.1@tcp01")]
    [InlineData("10.0.0.1@lo")]
    [InlineData("10.0.0.256@tcp")]
    [InlineData("10.1@tcp")]
    [InlineData("10.0.0.010@tcp")]
    [InlineData("1:2:3:4:5:6:7@tcp")]
    [InlineData("1::2::3@tcp")]
    [InlineData("fd00::g@tcp")]
    [InlineData("1@tcp")]
    [InlineData("mgs1@tcp")]
    [InlineData("[fd00::1]@tcp")]
    [InlineData("10.0.0.1@tcp,")]
    [InlineData("10.0.0.1@tcp 10.0.0.2@tcp")]
    public void Lists_that_it_does_not(string text) => Assert.NotNull(Nids.FaultOf(text));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Char["0123456789abcdefxtpo2i.:,@[] "].Array[0, 40].Sample(text => Nids.FaultOf(new string(text)) is null or { Length: > 0 });
}
