using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.LocalCluster.Api.Store.Snapshots;

/// <summary>
/// Snapshots of the API server's store, as <c>etcdctl snapshot save</c> and <c>etcdutl snapshot restore</c> make and use them: one SQLite
/// file with the objects and, in a table of its own, what they add up to.
/// </summary>
public static class StoreSnapshot
{
    /// <summary>Marks the file as ours, and its form.</summary>
    private const string Format = "lustre-supervisor api-server snapshot 1";

    /// <summary>Ending of a file that is not complete yet.</summary>
    private const string Unfinished = ".unfinished";

    /// <summary>Takes a snapshot, also while the server runs: one consistent state between two writes.</summary>
    /// <param name="stateDirectory">The cluster's state directory.</param>
    /// <param name="file">File to write, which must not exist.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="SnapshotException">There is no store, or the file exists or cannot be written.</exception>
    public static SnapshotInfo Save(string stateDirectory, string file, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var store = StoreFile(stateDirectory);
        if (!File.Exists(store)) throw new SnapshotException($"{store} does not exist: there is nothing to take a snapshot of.");
        if (File.Exists(file)) throw new SnapshotException($"{file} exists already: choose another name.");
        var unfinished = file + Unfinished;
        try
        {
            File.Delete(unfinished);
            var now = time.GetUtcNow();
            Copy(store, unfinished);
            Seal(unfinished, now);
            Synchronise(unfinished);
            File.Move(unfinished, file);
            return Verify(file);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new SnapshotException($"{file} cannot be written as a snapshot of {store}: {e.Message}", e);
        }
    }

    /// <summary>Reads a snapshot through and compares it with what it says of itself.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="SnapshotException">It is no snapshot, or is damaged.</exception>
    public static SnapshotInfo Verify(string file)
    {
        if (!File.Exists(file)) throw new SnapshotException($"{file} does not exist.");
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadOnly);
            if (Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('snapshot', 'objects', 'reserved')") != "3"
                || Scalar(connection, "SELECT format FROM snapshot") != Format)
                throw new SnapshotException($"{file} is no snapshot of an API server: it was not made by 'supervisor local snapshot save'.");
            if (Scalar(connection, "PRAGMA integrity_check") is var verdict && verdict != "ok")
                throw new SnapshotException($"{file} is damaged ({verdict}): nothing was restored. Use another snapshot.");
            var content = SnapshotContent.Read(connection);
            if (content.Checksum != Scalar(connection, "SELECT checksum FROM snapshot"))
                throw new SnapshotException($"{file} is damaged (its checksum does not match): nothing was restored. Use another snapshot.");
            var taken = DateTimeOffset.Parse(Scalar(connection, "SELECT taken FROM snapshot"), CultureInfo.InvariantCulture);
            return new SnapshotInfo(file, content.Revision, content.Objects, new FileInfo(file).Length, content.Checksum, taken);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or FormatException or InvalidCastException)
        {
            throw new SnapshotException($"{file} is no snapshot of an API server, or is damaged: {e.Message} Nothing was restored.", e);
        }
    }

    /// <summary>
    /// Puts the snapshot in the place of the store. No server runs meanwhile. The new store is complete on disk before it takes the old
    /// one's place in one rename: whenever this is cut off, there is the old state or the new one.
    /// </summary>
    /// <param name="stateDirectory">The cluster's state directory.</param>
    /// <param name="file">The snapshot.</param>
    /// <param name="bumpRevision">
    /// By how much resourceVersions jump ahead of the snapshot's. 0 lets them go back and be given out a second time, as an etcd restore does.
    /// </param>
    /// <exception cref="SnapshotException">The snapshot is not fit, or a server runs.</exception>
    public static SnapshotInfo Restore(string stateDirectory, string file, long bumpRevision)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bumpRevision);
        var info = Verify(file);
        var store = StoreFile(stateDirectory);
        var next = store + Unfinished;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(store)!);
            using var guard = DirectoryLock.Take(Path.Combine(Path.GetDirectoryName(store)!, "lock"));
            File.Delete(next);
            Copy(file, next);
            Execute(next, $"DROP TABLE snapshot; UPDATE reserved SET version = {(info.Revision + bumpRevision).ToString(CultureInfo.InvariantCulture)}");
            Synchronise(next);
            SettleOld(store);
            File.Move(next, store, overwrite: true);
            return info;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(next);
            throw new SnapshotException($"{store} cannot be replaced: {e.Message}", e);
        }
    }

    /// <summary>SQLITE_NOTADB and SQLITE_CORRUPT; anything else, such as a full disk, must leave the old store whole.</summary>
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    private static string StoreFile(string stateDirectory) => Path.Combine(stateDirectory, "api", "objects.db");

    /// <summary>Brings everything of the old store into its one file: a log that stayed behind would be played into the new store.</summary>
    private static void SettleOld(string store)
    {
        try
        {
            if (File.Exists(store)) Execute(store, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            // It is damaged, which may be why it is to be replaced.
        }

        foreach (var log in (string[])["-wal", "-shm", "-journal"]) File.Delete(store + log);
    }

    private static void Copy(string source, string target)
    {
        using var from = Open(source, SqliteOpenMode.ReadOnly);
        using var to = Open(target, SqliteOpenMode.ReadWriteCreate);
        from.BackupDatabase(to);
        // The copy has taken over the mode of a log beside the file; a snapshot is one file.
        using var mode = to.CreateCommand();
        mode.CommandText = "PRAGMA journal_mode = DELETE";
        mode.ExecuteNonQuery();
    }

    private static void Seal(string file, DateTimeOffset now)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        var content = SnapshotContent.Read(connection);
        using var command = connection.CreateCommand();
        command.CommandText =
            "CREATE TABLE snapshot(format TEXT, checksum TEXT, revision INTEGER, taken TEXT); INSERT INTO snapshot VALUES ($format, $checksum, $revision, $taken)";
        command.Parameters.AddWithValue("$format", Format);
        command.Parameters.AddWithValue("$checksum", content.Checksum);
        command.Parameters.AddWithValue("$revision", content.Revision);
        command.Parameters.AddWithValue("$taken", now.ToString("O", CultureInfo.InvariantCulture));
        command.ExecuteNonQuery();
    }

    private static void Execute(string file, string text)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    private static void Synchronise(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
