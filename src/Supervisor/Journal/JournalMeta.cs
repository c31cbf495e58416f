using System.Globalization;
using LustreSupervisor.Supervisor.Cli;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Journal;

/// <summary>What the journal says of itself: the table <c>lustre_supervisor_meta</c> beside those of the persistence plugin.</summary>
internal static class JournalMeta
{
    /// <summary>Version of the journal's tables. A program refuses one that it does not know.</summary>
    public const long Schema = 1;

    private const string SchemaKey = "schema";
    private const string EpochKey = "epoch";
    private const long FirstEpoch = 1;
    private const string Table = "lustre_supervisor_meta";

    /// <summary>Creates the table in an empty database.</summary>
    public static void Create(SqliteConnection connection)
    {
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, $"CREATE TABLE {Table} (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {Table} VALUES ('{SchemaKey}', '{Schema}'), ('{EpochKey}', '{FirstEpoch}')"));
        UseWal(connection);
    }

    /// <summary>Commits go to a log beside the file: readers do not wait for the writer, nor the writer for them. Stays with the file.</summary>
    public static void UseWal(SqliteConnection connection) => Run(connection, "PRAGMA journal_mode = WAL");

    /// <summary>The journal's epoch.</summary>
    public static long Epoch(SqliteConnection connection) => Value(connection, EpochKey)!.Value;

    /// <summary>Makes sure that this version may read the journal.</summary>
    /// <param name="connection">The journal.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <exception cref="UserErrorException">Foreign, or newer.</exception>
    public static void MustBeKnown(SqliteConnection connection, string path)
    {
        var schema = HasTable(connection, Table) ? Value(connection, SchemaKey) : null;
        if (schema is null || Value(connection, EpochKey) is null)
            throw new UserErrorException($"{path} is a database, but not a journal of this program", "choose another --state-dir");
        if (schema > Schema)
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"journal {path} has schema {schema}, this version knows {Schema}: a newer version wrote it"),
                "use that version or a later one");
    }

    /// <summary>Whether the database has a table.</summary>
    public static bool HasTable(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $name";
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() is not null;
    }

    private static long? Value(SqliteConnection connection, string key)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT value FROM {Table} WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        return long.TryParse(command.ExecuteScalar() as string, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
