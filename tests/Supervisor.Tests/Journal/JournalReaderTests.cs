using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Tests.Journal;

public sealed class JournalReaderTests(SampleJournal sample) : IClassFixture<SampleJournal>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_decision_is_read_in_the_order_of_writing()
    {
        using var journal = sample.Copy();
        using var reader = JournalReader.Open(journal.Path);
        var entries = await reader.ReadAsync(Token).ToListAsync(Token);
        var written = SampleLives.All.SelectMany(a => a.Events.Select((e, i) => (a.PersistenceId, i + 1L, e.Meta.At, e.GetType()))).ToList();
        Assert.Equal(written, entries.Select(e => (e.PersistenceId, e.SequenceNumber, e.At, e.Event.GetType())));
        Assert.Equal(1, reader.Epoch);
    }

    [Fact]
    public async Task The_latest_are_read_oldest_first()
    {
        using var journal = sample.Copy();
        using var reader = JournalReader.Open(journal.Path);
        var latest = await reader.ReadAsync(new HashSet<string> { SampleLives.Ost }, 2, Token).ToListAsync(Token);
        Assert.Equal([nameof(IncarnationFailed), nameof(BackOffStarted)], latest.Select(e => e.Event.GetType().Name));
    }

    [Fact]
    public async Task Replay_is_the_fold_that_the_actors_do()
    {
        using var journal = sample.Copy();
        using var reader = JournalReader.Open(journal.Path);
        var replayed = await JournalReplay.ReplayAsync(reader, Token);
        var events = SampleLives.All.ToDictionary(a => a.PersistenceId, a => a.Events);
        var server = events[SampleLives.Ost].Cast<ServerEvent>().Aggregate(ServerState.Initial, ServerEvolver.Evolve);
        var filesystem = events[SampleLives.Scratch].Cast<FilesystemEvent>().Aggregate(FilesystemState.Initial, FilesystemEvolver.Evolve);
        var machine = events[SampleLives.Machine].Cast<MachineEvent>().Aggregate(MachineState.Initial, MachineDecider.Evolve);
        Assert.Equivalent(server, replayed.Servers["default~scratch-ost000a"], strict: true);
        Assert.Equivalent(filesystem, replayed.Filesystems["default~scratch"], strict: true);
        Assert.Equivalent(machine, replayed.Machines["uuid-1"], strict: true);
        Assert.Equal(SampleLives.All.Sum(a => a.Events.Count), replayed.LastOrdering);
        Assert.Equal(SampleLives.All.Sum(a => a.Events.Count), replayed.Decisions);
        Assert.Equal(ServerPhase.BackingOff, replayed.Servers["default~scratch-ost000a"].Phase);
    }

    [Fact]
    public async Task A_decision_that_does_not_fit_is_named()
    {
        using var journal = sample.Copy();
        journal.Change("UPDATE journal SET persistence_id = 'machine/uuid-9' WHERE persistence_id = 'filesystem/default~home'");
        using var reader = JournalReader.Open(journal.Path);
        var error = await Assert.ThrowsAsync<UserErrorException>(() => JournalReplay.ReplayAsync(reader, Token));
        Assert.Contains("machine/uuid-9", error.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_of_a_newer_version_is_named()
    {
        using var journal = sample.Copy();
        journal.Change("UPDATE journal SET manifest = 'srv.teleported.v1' WHERE ordering = 9");
        using var reader = JournalReader.Open(journal.Path);
        var error = await Assert.ThrowsAsync<UserErrorException>(() => JournalReplay.ReplayAsync(reader, Token));
        Assert.Contains("row 9", error.Line, StringComparison.Ordinal);
        Assert.Contains("newer version", error.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_read_while_its_supervisor_writes()
    {
        using var journal = new TemporaryJournal();
        using var file = journal.Open();
        await using var member = await RunningMember.StartAsync(file.DataOptions);
        await WrittenEvents.PersistAsync(member.System, "machine/m1", WrittenEvents.Boots(2));
        using var reader = JournalReader.Open(journal.Path);
        Assert.Equal(2, await reader.ReadAsync(Token).CountAsync(Token));
        await WrittenEvents.PersistAsync(member.System, "machine/m2", WrittenEvents.Boots(3));
        Assert.Equal(5, await reader.ReadAsync(Token).CountAsync(Token));
    }

    [Fact]
    public async Task A_journal_without_decisions_is_empty()
    {
        using var journal = new TemporaryJournal();
        journal.Open().Dispose();
        using var reader = JournalReader.Open(journal.Path);
        Assert.Equal(0, await reader.ReadAsync(Token).CountAsync(Token));
        Assert.Empty(reader.PersistenceIds());
    }
}
