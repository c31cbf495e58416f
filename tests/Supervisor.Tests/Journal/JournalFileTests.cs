using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Journal;
using LustreSupervisor.Supervisor.Journal.Reading;

namespace LustreSupervisor.Supervisor.Tests.Journal;

public sealed class JournalFileTests
{
    [Fact]
    public void A_new_journal_has_epoch_1_and_its_log_beside_it()
    {
        using var journal = new TemporaryJournal();
        using var file = journal.Open();
        Assert.Equal(1, file.Epoch);
        Assert.Equal("wal", journal.Ask<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_second_writer_is_told_which_process_holds_the_journal()
    {
        using var journal = new TemporaryJournal();
        using var file = journal.Open();
        var error = Assert.Throws<UserErrorException>(journal.Open);
        Assert.Contains(journal.Path, error.Line, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}"), error.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_name_of_the_journal_meets_the_same_lock()
    {
        using var journal = new TemporaryJournal();
        using var file = journal.Open();
        using var elsewhere = new TemporaryJournal();
        File.CreateSymbolicLink(elsewhere.Path, journal.Path);
        var error = Assert.Throws<UserErrorException>(elsewhere.Open);
        Assert.Contains("in use", error.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_writer_may_open_it_once_the_first_is_done()
    {
        using var journal = new TemporaryJournal();
        journal.Open().Dispose();
        using var file = journal.Open();
        Assert.Equal(1, file.Epoch);
    }

    [Fact]
    public async Task Every_connection_of_the_plugin_waits_for_the_disk()
    {
        using var journal = new TemporaryJournal();
        journal.Open().Dispose();
        var seen = new ConcurrentBag<string>();
        await using (var member = await RunningMember.StartAsync(JournalDataOptions.Setup(journal.Path, c => seen.Add(Settings(c)))))
            await WrittenEvents.PersistAsync(member.System, "machine/m1", WrittenEvents.Boots(3));
        JournalDataOptions.CloseAll(journal.Path);
        Assert.NotEmpty(seen);
        Assert.All(seen, settings => Assert.Equal("wal 2", settings));
        Assert.Equal(3, journal.Ask<long>("SELECT COUNT(*) FROM journal WHERE tags = ';machine;' AND manifest = 'mach.boot-seen.v1'"));
    }

    [Fact]
    public async Task An_older_owner_cannot_write_a_number_that_was_given_out()
    {
        using var journal = new TemporaryJournal();
        await WrittenEvents.WriteAsync(journal, "machine/m1", WrittenEvents.Boots(1));
        const string again = """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
            SELECT created, deleted, persistence_id, sequence_number, message, manifest, identifier FROM journal
            """;
        Assert.ThrowsAny<DbException>(() => journal.Change(again));
    }

    [Fact]
    public async Task What_a_killed_writer_left_in_its_log_is_found_by_writer_and_reader()
    {
        using var journal = new TemporaryJournal();
        using var left = new TemporaryJournal();
        using var forReader = new TemporaryJournal();
        using (var file = journal.Open())
        {
            await using var member = await RunningMember.StartAsync(file.DataOptions);
            await WrittenEvents.PersistAsync(member.System, "machine/m1", WrittenEvents.Boots(3));
            foreach (var suffix in (string[])["", "-wal"])
            {
                File.Copy(journal.Path + suffix, left.Path + suffix);
                File.Copy(journal.Path + suffix, forReader.Path + suffix);
            }
        }

        using (left.Open())
            Assert.Equal(3, left.Ask<long>("SELECT COUNT(*) FROM journal"));
        using var reader = JournalReader.Open(forReader.Path);
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(3, await reader.ReadAsync(token).CountAsync(token));
    }

    [Fact]
    public async Task Akka_may_delete_its_own_events_below_a_snapshot()
    {
        using var journal = new TemporaryJournal();
        using (var file = journal.Open())
        {
            await using var member = await RunningMember.StartAsync(file.DataOptions);
            await WrittenEvents.PersistAndDeleteAsync(member.System, "/sharding/serverShard/1", ["a", "b", "c", "d", "e"], deleteTo: 3);
        }

        Assert.True(journal.Ask<long>("SELECT COUNT(*) FROM journal") < 5);
        using var again = journal.Open();
        Assert.Equal(1, again.Epoch);
    }

    private static string Settings(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        var mode = command.ExecuteScalar();
        command.CommandText = "PRAGMA synchronous";
        return $"{mode} {command.ExecuteScalar()}";
    }
}
