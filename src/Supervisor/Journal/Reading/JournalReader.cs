using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using LustreSupervisor.Actors.Serialization;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Topology.Decisions;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Reads a journal without an actor system, while its supervisor runs or not. Cannot write.</summary>
public sealed class JournalReader : IDisposable
{
    private const string Columns = "SELECT ordering, persistence_id, sequence_number, manifest, message FROM journal WHERE identifier = $ours AND deleted = 0";
    private readonly SqliteConnection connection;

    private JournalReader(string path, SqliteConnection connection)
    {
        Path = path;
        this.connection = connection;
    }

    /// <summary>Absolute path of the journal.</summary>
    public string Path { get; }

    /// <summary>Epoch of the journal.</summary>
    public long Epoch => JournalMeta.Epoch(connection);

    /// <summary>Opens a journal that is sound.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="UserErrorException">Absent, foreign, truncated, damaged, or written by a newer version.</exception>
    public static JournalReader Open(string path)
    {
        var real = JournalPath.Resolve(path);
        if (!File.Exists(real))
            throw new UserErrorException($"there is no journal {real}", "a supervisor writes it in its --state-dir when it first runs");
        JournalCheck.Run(real);
        try
        {
            return new JournalReader(real, JournalDataOptions.OpenReader(real));
        }
        catch (SqliteException error)
        {
            throw JournalCheck.Unreadable(real, error);
        }
    }

    /// <summary>The actors that decided anything, in the order of their keys.</summary>
    public IReadOnlyList<string> PersistenceIds()
    {
        var found = new List<string>();
        if (!JournalMeta.HasTable(connection, "journal"))
            return found;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT persistence_id FROM journal ORDER BY persistence_id";
        using var rows = command.ExecuteReader();
        while (rows.Read())
            if (EntityKey.IsOurs(rows.GetString(0)))
                found.Add(rows.GetString(0));
        return found;
    }

    /// <summary>The decisions in the order of the journal.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">A row cannot be understood; the message says which.</exception>
    public IAsyncEnumerable<JournalEntry> ReadAsync(CancellationToken cancellationToken) => ReadAsync(null, null, cancellationToken);

    /// <summary>The latest decisions of some actors, in the order of the journal.</summary>
    /// <param name="persistenceIds">The actors; null for all.</param>
    /// <param name="countMax">Most decisions; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">A row cannot be understood; the message says which.</exception>
    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        IReadOnlySet<string>? persistenceIds, int? countMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (countMax is not { } limit)
        {
            await foreach (var row in RowsAsync("ORDER BY ordering", persistenceIds, cancellationToken))
                yield return Understand(row);
            yield break;
        }

        var latest = new Stack<Row>();
        await foreach (var row in RowsAsync("ORDER BY ordering DESC", persistenceIds, cancellationToken))
        {
            if (latest.Count == limit)
                break;
            latest.Push(row);
        }

        foreach (var row in latest)
            yield return Understand(row);
    }

    /// <summary>The decisions stored under one manifest, such as every declaration.</summary>
    internal async IAsyncEnumerable<JournalEntry> ReadManifestAsync(string manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync("AND manifest = $manifest ORDER BY ordering", null, cancellationToken, manifest))
            yield return Understand(row);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private async IAsyncEnumerable<Row> RowsAsync(
        string rest, IReadOnlySet<string>? persistenceIds, [EnumeratorCancellation] CancellationToken cancellationToken, string manifest = "")
    {
        if (!JournalMeta.HasTable(connection, "journal"))
            yield break;
        await using var command = connection.CreateCommand();
        command.CommandText = $"{Columns} {rest}";
        command.Parameters.AddWithValue("$ours", TopologyEventSerializer.Id);
        command.Parameters.AddWithValue("$manifest", manifest);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await NextAsync(rows, cancellationToken))
            if (persistenceIds is null || persistenceIds.Contains(rows.GetString(1)))
                yield return new Row(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<byte[]>(4));
    }

    private async Task<bool> NextAsync(SqliteDataReader rows, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.ReadAsync(cancellationToken);
        }
        catch (SqliteException error)
        {
            throw JournalCheck.Unreadable(Path, error);
        }
    }

    private JournalEntry Understand(Row row)
    {
        IDomainEvent e;
        try
        {
            e = TopologyEventCodec.Decode(row.Manifest, row.Message);
        }
        catch (SerializationException error)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"row {row.Ordering} ({row.PersistenceId}, number {row.SequenceNumber})");
            throw new UserErrorException($"journal {Path}, {where}: {error.Message}", null, error);
        }

        return new JournalEntry(row.Ordering, row.PersistenceId, row.SequenceNumber, e.Meta.At, row.Manifest, e);
    }

    private sealed record Row(long Ordering, string PersistenceId, long SequenceNumber, string Manifest, byte[] Message);
}
