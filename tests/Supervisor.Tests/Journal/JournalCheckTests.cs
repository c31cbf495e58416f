using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Journal.Reading;

namespace LustreSupervisor.Supervisor.Tests.Journal;

/// <summary>Journals that must be refused by writer and reader alike, in one line, and left as they are.</summary>
public sealed class JournalCheckTests(SampleJournal sample) : IClassFixture<SampleJournal>
{
    [Theory]
    [InlineData(0, "truncated")]
    [InlineData(40, "truncated")]
    [InlineData(5000, "truncated")]
    [InlineData(-1, "truncated")]
    public void A_truncated_journal(long length, string says)
    {
        using var journal = sample.Copy();
        using (var stream = File.OpenWrite(journal.Path))
            stream.SetLength(length < 0 ? stream.Length - 4096 : length);
        MustBeRefused(journal, says);
    }

    [Fact]
    public void A_file_of_another_kind()
    {
        using var journal = new TemporaryJournal();
        File.WriteAllText(journal.Path, new string('x', 8192));
        MustBeRefused(journal, "is not a journal");
    }

    [Fact]
    public void A_database_of_another_program()
    {
        using var journal = sample.Copy();
        journal.Change("DROP TABLE lustre_supervisor_meta");
        MustBeRefused(journal, "not a journal of this program");
    }

    [Fact]
    public void A_journal_of_a_newer_version()
    {
        using var journal = sample.Copy();
        journal.Change("UPDATE lustre_supervisor_meta SET value = '2' WHERE key = 'schema'");
        MustBeRefused(journal, "a newer version wrote it");
    }

    [Theory]
    [InlineData("DELETE FROM journal WHERE persistence_id = 'server/default~scratch-ost000a' AND sequence_number = 5")]
    [InlineData("DELETE FROM journal WHERE persistence_id = 'server/default~scratch-ost000a' AND sequence_number = 1")]
    public void A_journal_in_which_decisions_are_missing(string damage)
    {
        using var journal = sample.Copy();
        journal.Change(damage);
        MustBeRefused(journal, SampleLives.Ost);
    }

    [Fact]
    public void A_row_that_would_have_akka_load_a_type()
    {
        using var journal = sample.Copy();
        journal.Change("UPDATE journal SET identifier = NULL, manifest = 'System.IO.FileInfo' WHERE ordering = 3");
        MustBeRefused(journal, "row 3");
    }

    [Fact]
    public void A_write_ahead_log_without_its_journal()
    {
        using var journal = new TemporaryJournal();
        File.WriteAllText(journal.Path + "-wal", "decisions");
        var error = Assert.Throws<UserErrorException>(journal.Open);
        Assert.Contains("is missing", error.Line, StringComparison.Ordinal);
        Assert.False(File.Exists(journal.Path));
    }

    [Fact]
    public void A_directory_that_is_not_there()
    {
        using var journal = new TemporaryJournal();
        var path = Path.Combine(journal.StateDirectory, "none", "journal.db");
        Assert.Contains(path, Assert.Throws<UserErrorException>(() => Supervisor.Journal.JournalFile.OpenForWriting(path)).Line, StringComparison.Ordinal);
        Assert.Contains(path, Assert.Throws<UserErrorException>(() => JournalReader.Open(path)).Line, StringComparison.Ordinal);
    }

    private static void MustBeRefused(TemporaryJournal journal, string says)
    {
        var before = File.ReadAllBytes(journal.Path);
        foreach (var open in (Func<IDisposable>[])[journal.Open, () => JournalReader.Open(journal.Path)])
        {
            var error = Assert.Throws<UserErrorException>(open);
            Assert.Contains(journal.Path, error.Line, StringComparison.Ordinal);
            Assert.Contains(says, error.Line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Line);
        }

        Assert.Equal(before, File.ReadAllBytes(journal.Path));
    }
}
