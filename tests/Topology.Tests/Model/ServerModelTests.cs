using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Model;

/// <summary>Whatever a server is told, in whatever order, its events never say what must not be said.</summary>
public sealed class ServerModelTests
{
    private const int StepsMax = 60;
    private const int Runs = 4_000;

    private static readonly Gen<Step[]> Steps = World.Any.Array[1, StepsMax];

    [Fact]
    public void No_order_of_reports_breaks_a_safety_rule() =>
        Steps.Sample(steps => Assert.Empty(Play(steps, Rules.All).Violations), iter: Runs, print: Print);

    [Fact]
    public void The_fold_is_a_function_of_the_events_alone() => Steps.Sample(
        steps =>
        {
            var (state, history, _) = Play(steps, Rules.All);
            Assert.Equal(Json(state), Json(history.Aggregate(ServerState.Initial, ServerEvolver.Evolve)));
        },
        iter: Runs / 4,
        print: Print);

    [Fact]
    public void The_same_question_gets_the_same_answer() => Steps.Sample(
        steps => Assert.Equal(Texts(Play(steps, Rules.All).History), Texts(Play(steps, Rules.All).History)),
        iter: Runs / 4,
        print: Print);

    /// <summary>The random orders are wild enough to catch each of these rules missing: the test above has teeth.</summary>
    [Theory]
    [InlineData(Rule.ProofBeforeOtherKernel)]
    [InlineData(Rule.ProofIsSpentOnce)]
    [InlineData(Rule.CurrentIncarnationOnly)]
    [InlineData(Rule.FormatOnce)]
    [InlineData(Rule.UnansweredFormatQuarantines)]
    [InlineData(Rule.PausedIsHandsOff)]
    [InlineData(Rule.RemoveOnlyAfterProof)]
    public void Without_a_rule_the_witness_sees_harm(Rule missing)
    {
        var rules = new Rules(Rules.All.Active.Remove(missing));
        Assert.Throws<CsCheckException>(() => Steps.Sample(steps => Play(steps, rules).Violations.Count == 0, iter: Runs, print: Print));
    }

    private static (ServerState State, List<ServerEvent> History, List<string> Violations) Play(Step[] steps, Rules rules)
    {
        var (state, history, witness) = (ServerState.Initial, new List<ServerEvent>(), new Witness());
        var boots = Enumerable.Repeat(1, World.NodeCount).ToImmutableArray();
        var now = Moment.Zero;
        foreach (var step in steps.Prepend(new Step("declare", (_, _) => new DeclareServer(Sample.Spec, true))))
        {
            now += TimeSpan.FromSeconds(step.Seconds);
            if (step.Reboots > 0)
                boots = boots.SetItem(step.Reboots - 1, boots[step.Reboots - 1] + 1);
            var command = step.Command(state, boots);
            var context = new DecisionContext(now, new Entropy((ulong)history.Count), rules, Moment.Epoch, "member");
            if (ServerDecider.Decide(state, command, context) is Decision<ServerEvent>.Accepted accepted)
                foreach (var e in accepted.Events)
                {
                    state = ServerEvolver.Evolve(state, e);
                    history.Add(e);
                    witness.See(e, command);
                }

            witness.See(ServerEffects.Due(state, rules));
        }

        return (state, history, witness.Violations);
    }

    private static string Print(Step[] steps) => string.Join("; ", steps.Select(s => s.Name));

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType());

    private static IEnumerable<string> Texts(IEnumerable<ServerEvent> events) => events.Select(Json);
}
