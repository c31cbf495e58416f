using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Effects;

/// <summary>What is going on is brought into line with what is due, and no further.</summary>
public sealed class EffectReconcilerTests
{
    [Fact]
    public void What_is_due_and_not_running_starts() => Check(running: [], due: [A(1), B(1)], start: [A(1), B(1)], cancel: []);

    [Fact]
    public void What_runs_and_is_due_is_left_alone() => Check(running: [A(1)], due: [A(1)], start: [], cancel: []);

    [Fact]
    public void What_runs_with_another_value_is_brought_to_the_new_one() => Check(running: [A(1)], due: [A(2)], start: [A(2)], cancel: []);

    [Fact]
    public void What_runs_and_is_not_due_ends() => Check(running: [B(1), A(1)], due: [], start: [], cancel: ["a", "b"]);

    [Fact]
    public void An_effect_that_ended_and_was_forgotten_starts_again() => Check(running: [], due: [A(1)], start: [A(1)], cancel: []);

    private static Effect A(int value) => new("a", value);

    private static Effect B(int value) => new("b", value);

    private static void Check(Effect[] running, Effect[] due, Effect[] start, string[] cancel)
    {
        var answer = EffectReconciler.Reconcile(running.ToDictionary(e => e.Id), [.. due]);
        Assert.Equal(start, answer.Start);
        Assert.Equal(cancel, answer.Cancel);
    }

    private sealed record Effect(string Id, int Value) : IEffect;
}
