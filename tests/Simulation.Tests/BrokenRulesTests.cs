using LustreSupervisor.Simulation.Running;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Tests;

/// <summary>The simulation can fail: for each rule of the file, a seed that goes wrong without it. <c>supervisor simulate --search-rules</c> finds them.</summary>
public sealed class BrokenRulesTests
{
    public static TheoryData<string, long> Recorded { get; } = Read();

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Without_the_rule_an_invariant_breaks(string rules, long seed)
    {
        Rule[] broken = [.. rules.Split('+').Select(Enum.Parse<Rule>)];
        Assert.Equal(rules, RulePartners.Text(broken[0]));
        Assert.InRange(seed, 1, RuleSearch.SeedsMax);
        Assert.NotNull(Simulator.Run(seed, RuleSearch.Without([.. broken])).Violation);
        Assert.Null(Simulator.Run(seed, RuleSearch.Without([.. broken.Skip(1)])).Violation);
    }

    private static TheoryData<string, long> Read()
    {
        var data = new TheoryData<string, long>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "BrokenRules.txt")).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var words = line.Split(' ');
            data.Add(words[0], long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return data;
    }
}
