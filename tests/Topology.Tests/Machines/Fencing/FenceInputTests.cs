using System.Collections.Immutable;
using CsCheck;
using LustreSupervisor.Topology.Machines.Fencing;

namespace LustreSupervisor.Topology.Tests.Machines.Fencing;

public sealed class FenceInputTests
{
    private const string Machine = "4c4c4544-0000-4000-8000-000000000001";

    [Fact]
    public void The_script_reads_what_fence_agents_read() => Assert.Equal(
        """
        action=off
        nodename=oss3
        system_uuid=4c4c4544-0000-4000-8000-000000000001
        plug=17
        port=17
        ip=pdu-2.mgmt
        lanplus=1
        password=a b=c#d
        username=fence

        """.ReplaceLineEndings("\n"),
        Input(FenceAction.Off, "17", ("username", "fence"), ("password", "a b=c#d"), ("ip", "pdu-2.mgmt"), ("lanplus", "1")).Text);

    [Theory]
    [InlineData(FenceAction.Status, "status")]
    [InlineData(FenceAction.Monitor, "monitor")]
    [InlineData(FenceAction.On, "on")]
    public void A_script_that_knows_nodes_gets_no_plug(FenceAction action, string word) =>
        Assert.Equal($"action={word}\nnodename=oss3\nsystem_uuid={Machine}\n", Input(action, null).Text);

    [Theory]
    [InlineData("action", "on", "set by the supervisor")]
    [InlineData("PORT", "3", "set by the supervisor")]
    [InlineData("nodename", "other", "set by the supervisor")]
    [InlineData("", "x", "no name")]
    [InlineData("a b", "x", "no name")]
    [InlineData("#x", "x", "no name")]
    [InlineData("x\naction", "x", "no name")]
    [InlineData("password", "s3cret\naction=on", "line break")]
    public void Options_that_could_turn_the_order_are_refused(string name, string value, string words)
    {
        var complaint = FenceInput.Complaint(name, value);
        Assert.Contains(words, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void No_option_that_is_taken_adds_a_line() => Gen.Select(Gen.String, Gen.String).Sample((name, value) =>
    {
        if (FenceInput.Complaint(name, value) is null)
            Assert.Equal(4, Input(FenceAction.Off, null, (name, value)).Text.Count(c => c == '\n'));
    });

    [Fact]
    public void A_name_that_would_add_a_line_is_never_written() =>
        Assert.Throws<ArgumentException>(() => (Input(FenceAction.Off, null) with { NodeName = "n\naction=on" }).Text);

    [Fact]
    public void Only_two_is_off()
    {
        foreach (var exit in Enumerable.Range(-1, 257))
            Assert.Equal(exit == 2, FenceExit.ConfirmsOff(exit));
    }

    [Theory]
    [InlineData(FenceAction.Status, 2, "the machine is off")]
    [InlineData(FenceAction.Off, 2, "wrong or missing options")]
    [InlineData(FenceAction.Off, 7, "waiting for power off")]
    [InlineData(FenceAction.Off, 137, "signal 9")]
    public void Exit_codes_in_words(FenceAction action, int exit, string words) =>
        Assert.Contains(words, FenceExit.Describe(action, exit), StringComparison.Ordinal);

    private static FenceInput Input(FenceAction action, string? plug, params (string Name, string Value)[] options) => new(
        action, "oss3", Machine, plug,
        options.ToImmutableSortedDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal));
}
