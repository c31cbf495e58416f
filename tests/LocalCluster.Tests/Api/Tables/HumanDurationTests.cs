using CsCheck;
using LustreSupervisor.LocalCluster.Api.Tables;

namespace LustreSupervisor.LocalCluster.Tests.Api.Tables;

public sealed class HumanDurationTests
{
    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(-1, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(599, "9m59s")]
    [InlineData(600, "10m")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(12_660, "3h31m")]
    [InlineData(8 * 3600, "8h")]
    [InlineData(48 * 3600, "2d")]
    [InlineData(51 * 3600, "2d3h")]
    [InlineData(8 * 86_400, "8d")]
    [InlineData(730 * 86_400, "2y")]
    [InlineData(800 * 86_400, "2y70d")]
    [InlineData(8 * 365 * 86_400, "8y")]
    public void Ages_are_short(long seconds, string expected) => Assert.Equal(expected, HumanDuration.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void No_header_confuses_the_choice_of_a_form() => Gen.String.Sample(header => AcceptedForm.Parse(header)?.As is null or >= ShownAs.Objects);
}
