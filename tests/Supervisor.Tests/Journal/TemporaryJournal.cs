using LustreSupervisor.Supervisor.Journal;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Tests.Journal;

/// <summary>A directory with a journal that is gone after the test.</summary>
internal sealed class TemporaryJournal : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("journal-test-").FullName;

    public string Path => System.IO.Path.Combine(directory, "journal.db");

    public string StateDirectory => directory;

    public JournalFile Open() => JournalFile.OpenForWriting(Path);

    public T Ask<T>(string sql)
    {
        using var connection = JournalDataOptions.OpenReader(Path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public void Change(string sql)
    {
        using var connection = JournalDataOptions.OpenWriter(Path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
