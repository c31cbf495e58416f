using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a: 1\nb: [true, ~, 1.5, '1', text]", """{"a":1,"b":[true,null,1.5,"1","text"]}""")]
    [InlineData("a: &x {k: v}\nb: *x", """{"a":{"k":"v"},"b":{"k":"v"}}""")]
    [InlineData("{\"a\": \"b\"}", """{"a":"b"}""")]
    [InlineData("a: |\n  line\n", """{"a":"line\n"}""")]
    public void Yaml_is_read_as_json(string yaml, string json) => Assert.Equal(json, YamlText.Parse(yaml)!.ToJsonString());

    [Fact]
    public void Aliases_of_aliases_are_bounded()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]").Prepend("a0: &a0 [x, x]");
        Assert.Throws<FormatException>(() => YamlText.Parse(string.Join('\n', lines)));
    }

    [Theory]
    [InlineData("a: *none")]
    [InlineData("a: [")]
    [InlineData("? [a]\n: b")]
    [InlineData("a: b: c")]
    [InlineData("a: &x [*x]")]
    public void What_is_not_such_yaml_is_refused(string yaml) => Assert.Throws<FormatException>(() => YamlText.Parse(yaml));
}
