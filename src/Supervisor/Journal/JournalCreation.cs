using LustreSupervisor.Supervisor.Cli;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Journal;

/// <summary>Makes an empty journal. It appears under its name when it is whole, so that an empty file is always a truncated one.</summary>
internal static class JournalCreation
{
    /// <summary>Creates the journal.</summary>
    /// <param name="path">Where; nothing is there.</param>
    /// <exception cref="UserErrorException">A write-ahead log is there without its journal.</exception>
    public static void Create(string path)
    {
        if (new FileInfo(JournalPath.Wal(path)) is { Exists: true, Length: > 0 })
            throw new UserErrorException(
                $"journal {path} is missing, but its write-ahead log {JournalPath.Wal(path)} is there: decisions may be in it",
                "put the journal back, or move the log away to start anew");
        var draft = path + ".new";
        File.Delete(draft);
        using (var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = draft, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString()))
        {
            connection.Open();
            JournalMeta.Create(connection);
        }

        File.Move(draft, path);
    }
}
