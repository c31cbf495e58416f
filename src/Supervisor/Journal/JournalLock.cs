using System.Globalization;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Journal;

/// <summary>Held by the one process that writes a journal. The kernel lets go of it when that process ends, however it ends.</summary>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream stream;

    private JournalLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock of a journal.</summary>
    /// <param name="journal">Path of the journal; the lock stands beside it.</param>
    /// <exception cref="UserErrorException">Another process holds it, or its directory cannot be written.</exception>
    public static JournalLock Take(string journal)
    {
        var path = Path.ChangeExtension(journal, ".lock");
        try
        {
            // FileShare.None is an flock(2) here. The file itself stays: removing it would let two processes lock two files of one name.
            return new JournalLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (DirectoryNotFoundException error)
        {
            throw new UserErrorException($"journal {journal} cannot be opened: its directory does not exist", null, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserErrorException($"journal {journal} cannot be opened: {path} is not writable", "choose another --state-dir", error);
        }
        catch (IOException error) when (File.Exists(path) && HolderOf(path) is var holder)
        {
            throw new UserErrorException(
                $"journal {journal} is in use by {holder}",
                "a journal has one writer: stop that supervisor, or choose another --state-dir",
                error);
        }
        catch (IOException error)
        {
            throw new UserErrorException($"journal {journal} cannot be opened: {error.Message}", null, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Who has the file open, from the kernel's own tables: a number written into a file may be that of a process long gone.</summary>
    private static string HolderOf(string path)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && HasOpen(directory, path))
                return string.Create(CultureInfo.InvariantCulture, $"process {pid}");
        return "a process of another user";
    }

    private static bool HasOpen(string process, string path)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFiles().Any(file => file.LinkTarget == path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another user's.
            return false;
        }
    }
}
