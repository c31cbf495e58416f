using LustreSupervisor.Simulation.Recording;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>The replay can fail: an actor that saw, decided or kept anything else than was recorded is noticed.</summary>
public sealed class TamperedRecordingTests(ITestOutputHelper output) : ReplayStage(output)
{
    [Fact]
    public Task Another_time() =>
        Notices(d => d.Verdict == Verdict.Accepted, d => d with { Context = d.Context with { Now = d.Context.Now.AddMilliseconds(1) } }, "event ");

    [Fact]
    public Task Another_randomness() => Notices(
        d => d.Events.Any(e => e is IncarnationPlanned),
        d => d with { Context = d.Context with { Entropy = new Entropy(~d.Context.Entropy.Value) } },
        "event ");

    [Fact]
    public Task A_refusal_that_leaves_no_trace() =>
        Notices(d => d.Verdict == Verdict.Rejected && !d.Events.IsEmpty, d => d with { Events = [] }, "event ");

    [Fact]
    public Task A_refusal_for_another_reason() =>
        Notices(d => d.Verdict == Verdict.Rejected, d => d with { Code = "AnotherRule" }, "reply to ");

    [Fact]
    public Task An_acceptance_that_was_none() =>
        Notices(d => d.Verdict == Verdict.Unchanged, d => d with { Verdict = Verdict.Accepted }, "reply to ");

    [Fact]
    public Task An_event_fewer() =>
        Notices(d => d.Events.Length > 1, d => d with { Events = d.Events[..^1] }, "event ");

    [Fact]
    public Task Events_in_another_order() =>
        Notices(d => d.Events.Length > 1, d => d with { Events = [.. d.Events.Reverse()] }, "event ");

    [Fact]
    public async Task A_command_that_was_not_told()
    {
        var (instance, at) = Recordings.FirstWith(d => d.Verdict == Verdict.Accepted);
        var (before, lost) = (instance.Decisions[at - 1], instance.Decisions[at]);
        var decisions = instance.Decisions.SetItem(at - 1, before with { Events = [.. before.Events, .. lost.Events] }).RemoveAt(at);
        await Notices(instance with { Decisions = decisions }, "event ");
    }

    [Fact]
    public async Task Another_member_and_another_epoch()
    {
        var (instance, at) = Recordings.FirstWith(d => d.Events.Any(e => e is IncarnationPlanned));
        var resume = instance.Decisions[0];
        await Notices(Resumed(resume.Context with { Member = "elsewhere" }), "event ");
        await Notices(Resumed(resume.Context with { Epoch = resume.Context.Epoch + 1 }), "event ");

        RecordedInstance Resumed(DecisionContext context) =>
            instance with { Decisions = instance.Decisions[..(at + 1)].SetItem(0, resume with { Context = context }) };
    }

    [Fact]
    public async Task Another_past()
    {
        var instance = Recordings.Instances().First(i => i.PersistenceId.StartsWith("server/", StringComparison.Ordinal) && i.Recovered.Length > 3
            && i.Decisions.Skip(1).Any(d => d.Verdict == Verdict.Accepted));
        var other = await DifferencesAsync(instance with { Recovered = instance.Recovered[..1] });
        Assert.NotEmpty(other);
    }

    [Fact]
    public async Task A_decision_of_its_own_making()
    {
        var contexts = new RecordedContexts();
        var drawn = contexts.Hand(Recordings.Instances().First().Decisions[0].Context);
        contexts.Draw();
        await drawn;
        Assert.Equal(0, contexts.Undue);
        contexts.Draw();
        Assert.Equal(1, contexts.Undue);
    }

    private async Task Notices(Func<RecordedDecision, bool> which, Func<RecordedDecision, RecordedDecision> tamper, string what)
    {
        var (instance, at) = Recordings.FirstWith(which);
        Assert.Empty(await DifferencesAsync(instance));
        await Notices(instance with { Decisions = instance.Decisions.SetItem(at, tamper(instance.Decisions[at])) }, what);
    }

    private async Task Notices(RecordedInstance tampered, string what) =>
        Assert.Contains(await DifferencesAsync(tampered), d => d.Contains(": " + what, StringComparison.Ordinal));
}
