using Akka.Persistence.Sql.Config;
using LustreSupervisor.Supervisor.Cli;
using Microsoft.Data.Sqlite;

namespace LustreSupervisor.Supervisor.Journal;

/// <summary>A journal in one SQLite file, locked and found sound. Dispose of it after the actor system has ended.</summary>
public sealed class JournalFile : IDisposable
{
    private readonly JournalLock held;

    private JournalFile(string path, JournalLock held, long epoch)
    {
        Path = path;
        this.held = held;
        Epoch = epoch;
        DataOptions = JournalDataOptions.Setup(path);
    }

    /// <summary>Absolute path, links followed.</summary>
    public string Path { get; }

    /// <summary>Epoch of the journal: part of every incarnation. A restored journal starts a new one.</summary>
    public long Epoch { get; }

    /// <summary>Tells the persistence plugin how to open connections to it.</summary>
    public DataOptionsSetup DataOptions { get; }

    /// <summary>Takes the journal for this process, or creates it. Nothing is changed before it is locked and checked.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="UserErrorException">
    /// In use by another process; not writable; not a journal; truncated or damaged; with gaps; written by a newer version.
    /// </exception>
    public static JournalFile OpenForWriting(string path)
    {
        var real = JournalPath.Resolve(path);
        var held = JournalLock.Take(real);
        try
        {
            if (!File.Exists(real))
                JournalCreation.Create(real);
            JournalCheck.Run(real);
            using var connection = JournalDataOptions.OpenWriter(real);
            JournalMeta.UseWal(connection);
            return new JournalFile(real, held, JournalMeta.Epoch(connection));
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new UserErrorException($"journal {real} cannot be opened for writing: {error.Message}", null, error);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        JournalDataOptions.CloseAll(Path);
        held.Dispose();
    }
}
