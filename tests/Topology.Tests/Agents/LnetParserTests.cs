using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class LnetParserTests
{
    [Fact]
    public void Every_rail_of_every_network_is_read()
    {
        var read = LnetShow.Parse(LnetTexts.Show).Interfaces;
        Assert.Equal(["0@lo", "10.0.0.1@tcp", "10.0.1.1@tcp", "10.1.0.1@o2ib1"], read.Select(i => i.Nid));
        Assert.Equal(["lo", "tcp", "tcp", "o2ib1"], read.Select(i => i.Net));
        Assert.Equal([true, true, false, true], read.Select(i => i.IsUp));
        Assert.Equal(["", "eth0", "eth1", "ib0"], read.Select(i => string.Join(',', i.Interfaces)));
    }

    [Fact]
    public void The_long_form_adds_health()
    {
        var read = Assert.Single(LnetShow.Parse(LnetTexts.Verbose).Interfaces);
        Assert.Equal((1000, "eth0", true), (read.Health, Assert.Single(read.Interfaces), read.IsUp));
    }

    [Fact]
    public void Without_LNet_nothing_is_shown() => Assert.Empty(LnetShow.Parse("").Interfaces);

    [Theory]
    [InlineData("show:\n    - errno: -22\n", 1)]
    [InlineData("net:\n    - net type: tcp\n      local NI(s):\n        - nid: nothing\n", 4)]
    [InlineData("net:\n    - net type: tcp\n      local NI(s):\n        - nid: 1@tcp\n          status: perhaps\n", 5)]
    [InlineData("net:\n    what is this\n", 2)]
    public void What_is_not_known_is_named_by_its_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<UnrecognizedOutputException>(() => LnetShow.Parse(text)).LineNumber);

    [Fact]
    public void NIDs_are_read()
    {
        Assert.Equal(["0@lo", "10.0.0.1@tcp", "fd00::1@tcp"], NidOutput.Answer(LnetTexts.Ping));
        Assert.Equal(["10.0.0.1@tcp", "10.1.0.1@o2ib1"], NidOutput.OwnNids(LnetTexts.OwnNids));
        Assert.Empty(NidOutput.OwnNids(""));
    }

    [Fact]
    public void What_is_no_NID_is_named_by_its_line()
    {
        Assert.Equal(1, Assert.Throws<UnrecognizedOutputException>(
            () => NidOutput.Answer("failed to ping 10.0.0.9@tcp: Input/output error")).LineNumber);
        Assert.Equal(0, Assert.Throws<UnrecognizedOutputException>(() => NidOutput.Answer("")).LineNumber);
        Assert.Equal(2, Assert.Throws<UnrecognizedOutputException>(() => NidOutput.OwnNids("1.2.3.4@tcp\nnone\n")).LineNumber);
    }
}
