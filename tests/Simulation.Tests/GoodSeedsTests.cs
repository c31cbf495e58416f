using LustreSupervisor.Simulation.Running;

namespace LustreSupervisor.Simulation.Tests;

/// <summary>With every rule in force no seed breaks anything.</summary>
public sealed class GoodSeedsTests
{
    private const int First = 1;
    private const int Seeds = 300;

    [Fact]
    public void No_invariant_breaks_while_every_rule_is_in_force()
    {
        var report = Batch.Run(First, Seeds, SeedOptions.Everything, null, TestContext.Current.CancellationToken);
        Assert.Empty(report.Violations.Select(v => $"seed {v.Seed}: {v.Invariant}: {v.What}"));
        Assert.Equal(Seeds, report.Seeds);
        Assert.All(report.Faults, f => Assert.True(f.Value > 0, $"{f.Key} never struck"));
    }

    [Fact]
    public void A_seed_runs_the_same_way_each_time()
    {
        var once = Simulator.Trace(7, SeedOptions.Everything);
        var again = Simulator.Trace(7, SeedOptions.Everything);
        Assert.Equal(once.Lines, again.Lines);
        Assert.Equal(once.Result.Steps, again.Result.Steps);
        Assert.NotEmpty(once.Lines);
    }

    [Fact]
    public void Only_the_faults_that_were_asked_for_strike()
    {
        var report = Batch.Run(1, 20, SeedOptions.Everything with { Faults = ["node-freeze"] }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["node-freeze"], report.Faults.Keys);
        Assert.Empty(report.Violations);
    }
}
