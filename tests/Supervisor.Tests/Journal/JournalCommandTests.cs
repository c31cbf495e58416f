using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Supervisor.Tests.Cli;

namespace LustreSupervisor.Supervisor.Tests.Journal;

public sealed class JournalCommandTests(SampleJournal sample) : IClassFixture<SampleJournal>
{
    [Fact]
    public async Task Each_decision_is_one_line_with_time_entity_cause_and_who()
    {
        using var journal = sample.Copy();
        var run = await CommandRun.Of("journal", "history", "--state-dir", journal.StateDirectory);
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(SampleLives.All.Sum(a => a.Events.Count), lines.Length);
        Assert.Contains(
            "2026-01-02T03:04:21.000Z  server/default/scratch-ost000a  incarnation 1 failed: PodCrashed/ContainerExited: exit code 137 (cause 16; by supervisor-0)",
            lines);
    }

    [Theory]
    [InlineData("server,filesystem,machine", "--filesystem", "scratch")]
    [InlineData("server,filesystem", "--filesystem", "home")]
    [InlineData("server", "--target", "scratch-ost000a")]
    [InlineData("server", "--target", "scratch-OST000a")]
    [InlineData("server", "--target", "home-mdt0000", "--filesystem", "home", "-n", "default")]
    public async Task Only_what_is_asked_for_is_shown(string kinds, params string[] choice)
    {
        using var journal = sample.Copy();
        var run = await CommandRun.Of(["journal", "history", "--journal", journal.Path, "-o", "json", .. choice]);
        var entries = JsonNode.Parse(run.Out)!["entries"]!.AsArray();
        var ids = entries.Select(e => (string)e!["persistenceId"]!).Distinct().ToList();
        Assert.Equal(kinds.Split(',').Order(), ids.Select(id => id.Split('/')[0]).Order());
        var name = choice[1].Split('-')[0];
        Assert.All(ids.Where(id => !id.StartsWith("machine/", StringComparison.Ordinal)), id => Assert.Contains(name, id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_holds_the_whole_decision()
    {
        using var journal = sample.Copy();
        var run = await CommandRun.Of("journal", "history", "--journal", journal.Path, "--target", "scratch-ost000a", "--limit", "1", "-o", "json");
        var entry = Assert.Single(JsonNode.Parse(run.Out)!["entries"]!.AsArray())!;
        Assert.Equal("BackOffStarted", (string)entry["event"]!);
        Assert.Equal("srv.backing-off.v1", (string)entry["manifest"]!);
        Assert.Equal(12, (long)entry["sequenceNumber"]!);
        Assert.Equal(1, (int)entry["data"]!["step"]!);
        Assert.Null(entry["data"]!["meta"]);
    }

    [Theory]
    [InlineData("knows no target 'scratch-ost9999'; it knows default/home-mdt0000, default/scratch-ost000a", "--target", "scratch-ost9999")]
    [InlineData("knows no file system 'work'; it knows default/home, default/scratch", "--filesystem", "work")]
    [InlineData("--limit must be at least 1.", "--limit", "0")]
    public async Task What_is_not_there_is_said_in_one_line(string says, params string[] choice)
    {
        using var journal = sample.Copy();
        var run = await CommandRun.Of(["journal", "history", "--journal", journal.Path, .. choice]);
        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_missing_journal_is_an_error_and_nothing_is_created()
    {
        using var journal = new TemporaryJournal();
        var run = await CommandRun.Of("journal", "history", "--state-dir", journal.StateDirectory);
        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.StartsWith($"error: there is no journal {journal.Path};", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(journal.StateDirectory));
    }

    [Fact]
    public async Task A_truncated_journal_is_one_line()
    {
        using var journal = sample.Copy();
        await using (var stream = File.OpenWrite(journal.Path))
            stream.SetLength(stream.Length / 2);
        var run = await CommandRun.Of("journal", "history", "--journal", journal.Path);
        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains("truncated", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Describe_is_given_the_latest_decisions_of_its_target()
    {
        using var journal = sample.Copy();
        var entries = await new JournalTargetHistory().ReadAsync(
            journal.StateDirectory, "default~scratch-ost000a", 3, TestContext.Current.CancellationToken);
        Assert.Equal(["ServingStarted", "IncarnationFailed", "BackOffStarted"], entries.Select(e => e.Event));
        Assert.Empty(await new JournalTargetHistory().ReadAsync(
            Path.Combine(journal.StateDirectory, "none"), "default~scratch-ost000a", 3, TestContext.Current.CancellationToken));
    }
}
