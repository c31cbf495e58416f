using System.Text.Json;
using CsCheck;
using LustreSupervisor.LocalCluster.Api.Tables;
using LustreSupervisor.LocalCluster.Api.Tables.JsonPaths;

namespace LustreSupervisor.LocalCluster.Tests.Api.Tables;

public sealed class JsonPathTests
{
    private const string Body = """
        {"spec":{"a.b":1,"list":[10,20,30],"names":[{"n":"x","v":1},{"n":"y","v":2}]},
         "status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Sound","status":"False"}],"gone":null}}
        """;

    [Theory]
    [InlineData(".spec.list[0]", "10")]
    [InlineData(".spec.list[-1]", "30")]
    [InlineData(".spec.list[1:]", "20,30")]
    [InlineData(".spec.list[0:3:2]", "10,30")]
    [InlineData(".spec.list[*]", "10,20,30")]
    [InlineData(".spec.list[7]", "")]
    [InlineData(@".spec.a\.b", "1")]
    [InlineData(".spec['a.b']", "1")]
    [InlineData("$.spec.names[*].n", "x,y")]
    [InlineData(".spec.names[?(@.v>1)].n", "y")]
    [InlineData(".spec.names[?(@.v)].n", "x,y")]
    [InlineData(""".status.conditions[?(@.type=="Ready")].status""", "True")]
    [InlineData(".status.conditions[?(@.type!='Ready')].status", "False")]
    [InlineData("..type", "Ready,Sound")]
    [InlineData(".status.gone", "")]
    [InlineData(".nowhere.at.all", "")]
    public void A_path_finds_what_it_names(string path, string expected)
    {
        using var document = JsonDocument.Parse(Body);
        Assert.Equal(expected, string.Join(',', JsonPath.Parse(path)!.Find(document.RootElement).Select(e => e.Shown())));
    }

    [Theory]
    [InlineData("spec")]
    [InlineData(".spec[")]
    [InlineData(".spec[x]")]
    [InlineData(".spec[?(a==1)]")]
    [InlineData(".spec[0:1:0]")]
    [InlineData("...")]
    public void What_is_no_path_is_none(string path) => Assert.Null(JsonPath.Parse(path));

    [Fact]
    public void No_path_runs_away()
    {
        using var document = JsonDocument.Parse(Body);
        Gen.Char[" .[]*?()@='\"\\:-0a1<>!$"].Array[0, 40].Select(c => new string(c)).Sample(
            path => (JsonPath.Parse(path)?.Find(document.RootElement).Count ?? 0) <= JsonPath.ResultsMax, iter: 20_000);
        Assert.Null(JsonPath.Parse(new string('.', JsonPath.LengthMax + 1)));
    }
}
