using Microsoft.Data.Sqlite;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>
/// The objects on disk: SQLite in WAL mode, one transaction a write, written before anybody is told. A killed process loses nothing.
/// <c>synchronous=NORMAL</c> lets a power failure of the laptop take the last writes: it takes every simulated kernel with them.
/// What must survive even that, the highest resourceVersion ever handed out, is reserved in blocks with <c>FULL</c>.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ObjectFile : IDisposable
{
    /// <summary>
    /// resourceVersions reserved at a time: one synchronous write for so many ordinary ones, and a gap of at most so many at a restart.
    /// </summary>
    internal const long ReservedBlock = 10_000;

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS objects(
            grp TEXT NOT NULL, plural TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            version INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (grp, plural, namespace, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS reserved(id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);
        INSERT OR IGNORE INTO reserved VALUES (1, 1);
        """;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand put;
    private readonly SqliteCommand remove;

    private ObjectFile(SqliteConnection connection, int? pagesMax)
    {
        this.connection = connection;
        Execute(Schema);
        if (pagesMax is { } most) Execute($"PRAGMA max_page_count = {most}");
        put = Prepare(
            "INSERT INTO objects VALUES ($grp, $plural, $namespace, $name, $version, $body) " +
            "ON CONFLICT DO UPDATE SET version = excluded.version, body = excluded.body");
        put.Parameters.Add("$version", SqliteType.Integer);
        put.Parameters.Add("$body", SqliteType.Blob);
        remove = Prepare("DELETE FROM objects WHERE grp = $grp AND plural = $plural AND namespace = $namespace AND name = $name");
    }

    /// <summary>Opens or creates the file. <paramref name="pagesMax"/> is where the disk ends, for tests; null for where it does.</summary>
    /// <exception cref="InvalidDataException">The file is not ours or is damaged; the message says what to do.</exception>
    public static ObjectFile Open(string path, int? pagesMax = null)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new ObjectFile(connection, pagesMax);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new InvalidDataException(
                $"{path}: cannot be opened as the API server's object database ({e.Message}). Move it away to start with an empty cluster.", e);
        }
    }

    /// <summary>Every object, in no particular order.</summary>
    public IEnumerable<StoredObject> ReadAll()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT grp, plural, namespace, name, version, body FROM objects";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var key = new ObjectKey(new ResourceName(reader.GetString(0), reader.GetString(1)), reader.GetString(2), reader.GetString(3));
            yield return StoredObject.Load(key, reader.GetInt64(4), reader.GetFieldValue<byte[]>(5));
        }
    }

    /// <summary>The resourceVersion that no earlier run can have exceeded.</summary>
    public long ReadReserved()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM reserved";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Makes sure, synchronously, that no later run hands out a resourceVersion up to <paramref name="version"/>.</summary>
    public void Reserve(long version)
    {
        Execute("PRAGMA synchronous = FULL");
        Execute($"UPDATE reserved SET version = {version}");
        Execute("PRAGMA synchronous = NORMAL");
    }

    public void Put(StoredObject stored)
    {
        Bind(put, stored.Key);
        put.Parameters["$version"].Value = stored.Version;
        put.Parameters["$body"].Value = stored.Json;
        put.ExecuteNonQuery();
    }

    public void Remove(ObjectKey key)
    {
        Bind(remove, key);
        remove.ExecuteNonQuery();
    }

    public void Dispose()
    {
        put.Dispose();
        remove.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in (string[])["$grp", "$plural", "$namespace", "$name"]) command.Parameters.Add(name, SqliteType.Text);
        return command;
    }

    private static void Bind(SqliteCommand command, ObjectKey key)
    {
        command.Parameters["$grp"].Value = key.Resource.Group;
        command.Parameters["$plural"].Value = key.Resource.Plural;
        command.Parameters["$namespace"].Value = key.Namespace;
        command.Parameters["$name"].Value = key.Name;
    }

    private void Execute(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
