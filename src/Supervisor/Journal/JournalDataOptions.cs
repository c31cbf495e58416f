using System.Data.Common;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Journal;

/// <summary>How connections to a journal in SQLite are opened.</summary>
internal static class JournalDataOptions
{
    /// <summary>An answer means "journaled": a commit returns after its fsync. Belongs to a connection, not to the file.</summary>
    private const string WaitForDisk = "PRAGMA synchronous = FULL";

    /// <summary>For the plugin. Every connection that it opens waits for the disk.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="opened">Sees each connection when it is set up; for tests.</param>
    public static DataOptionsSetup Setup(string path, Action<DbConnection>? opened = null) => new(
        new DataOptions()
            .UseConnectionString(ProviderName.SQLiteMS, WriterText(path))
            .UseAfterConnectionOpened(
                connection =>
                {
                    Prepare(connection);
                    opened?.Invoke(connection);
                },
                async (connection, cancellationToken) =>
                {
                    await PrepareAsync(connection, cancellationToken);
                    opened?.Invoke(connection);
                }));

    /// <summary>Opens a connection that writes.</summary>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = new SqliteConnection(WriterText(path));
        connection.Open();
        Prepare(connection);
        return connection;
    }

    /// <summary>Opens a connection that cannot write. It may read while the writer runs (WAL).</summary>
    /// <param name="path">The journal.</param>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Closes the connections that the process keeps, so that the last of them folds the WAL into the file.</summary>
    public static void CloseAll(string path)
    {
        using var connection = new SqliteConnection(WriterText(path));
        SqliteConnection.ClearPool(connection);
    }

    private static string WriterText(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite }.ToString();

    private static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = WaitForDisk;
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = WaitForDisk;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
