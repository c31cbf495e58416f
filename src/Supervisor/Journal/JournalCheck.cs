using System.Globalization;
using LustreSupervisor.Supervisor.Cli;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Journal;

/// <summary>Finds out, without changing anything, whether a file is a sound journal. A decision that is missing must not go unnoticed.</summary>
internal static class JournalCheck
{
    private const string Restore = "restore it from a backup; the file was not changed";

    // Codes of sqlite.org/rescode.html.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>
    /// Gaps within one actor's events. The events of the topology are never deleted, so theirs begin at 1; Akka deletes its own below
    /// a snapshot.
    /// </summary>
    private const string Gaps = """
        SELECT persistence_id, MIN(sequence_number), MAX(sequence_number), COUNT(*) FROM journal GROUP BY persistence_id
        HAVING COUNT(*) <> MAX(sequence_number) - MIN(sequence_number) + 1 OR (MIN(sequence_number) <> 1 AND MAX(identifier) = $ours) LIMIT 1
        """;

    /// <summary>Akka would load the type that such a row names.</summary>
    private const string Untyped = "SELECT ordering FROM journal WHERE identifier IS NULL LIMIT 1";

    /// <summary>Checks a journal that exists.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="UserErrorException">What is wrong with it.</exception>
    public static void Run(string path)
    {
        MustNotBeEmpty(path);
        try
        {
            using var connection = JournalDataOptions.OpenReader(path);
            PagesMustBeSound(connection, path);
            JournalMeta.MustBeKnown(connection, path);
            if (JournalMeta.HasTable(connection, "journal"))
                RowsMustBeWhole(connection, path);
        }
        catch (SqliteException error)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>
    /// SQLite takes an empty file for a new database. Only the length is looked at: closing a stream on the file would drop the locks of
    /// every connection that this process has to it (sqlite.org/howtocorrupt.html, section 2.2).
    /// </summary>
    /// <exception cref="UserErrorException">It is empty.</exception>
    public static void MustNotBeEmpty(string path)
    {
        if (new FileInfo(path).Length == 0)
            throw new UserErrorException($"journal {path} is truncated: it is empty", Restore);
    }

    /// <summary>The line about a file that SQLite cannot read.</summary>
    public static UserErrorException Unreadable(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        NotADatabase => new UserErrorException($"{path} is not a journal, or is truncated within its header: it is no SQLite database", Restore, error),
        Corrupt => new UserErrorException($"journal {path} is truncated or damaged: {error.Message}", Restore, error),
        _ => new UserErrorException($"journal {path} cannot be read: {error.Message}", null, error),
    };

    private static void PagesMustBeSound(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string verdict && verdict != "ok")
            throw new UserErrorException($"journal {path} is truncated or damaged: {verdict.ReplaceLineEndings(" ")}", Restore);
    }

    private static void RowsMustBeWhole(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Untyped;
        if (command.ExecuteScalar() is long ordering)
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"journal {path} is damaged: row {ordering} names no serializer"), Restore);
        command.CommandText = Gaps;
        command.Parameters.AddWithValue("$ours", Actors.Serialization.TopologyEventSerializer.Id);
        using var row = command.ExecuteReader();
        if (row.Read())
            throw new UserErrorException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"journal {path} is damaged: {row.GetString(0)} has {row.GetInt64(3)} events from {row.GetInt64(1)} to {row.GetInt64(2)}, some are missing"),
                Restore);
    }
}
