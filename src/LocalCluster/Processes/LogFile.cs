namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>A log that several writers append to, kept below a limit by one old generation (<c>.1</c>).</summary>
public sealed class LogFile : IProcessOutput
{
    /// <summary>A file of this size is moved aside, so that a long-lived cluster holds at most twice this a process.</summary>
    public const long LimitBytes = 16 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly string path;
    private FileStream? stream;
    private bool closed;

    /// <summary>A log at that path; the file is made at the first write.</summary>
    /// <param name="path">Path of the file.</param>
    public LogFile(string path) => this.path = path;

    /// <summary>Appends bytes. After <see cref="Dispose"/> nothing is written; a full disk loses log lines, never the process.</summary>
    /// <param name="bytes">What to append.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (closed)
                return;
            try
            {
                var file = Open();
                file.Write(bytes);
                file.Flush();
            }
            catch (IOException)
            {
                // Nowhere to report it but here.
            }
        }
    }

    /// <inheritdoc/>
    public void Write(bool isError, ReadOnlySpan<byte> bytes) => Write(bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            stream?.Dispose();
        }
    }

    private FileStream Open()
    {
        if (stream is { Length: > LimitBytes })
        {
            stream.Dispose();
            stream = null;
            File.Move(path, path + ".1", overwrite: true);
        }

        return stream ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }
}
