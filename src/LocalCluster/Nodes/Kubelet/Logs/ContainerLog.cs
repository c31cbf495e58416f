using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;

/// <summary>Where a log stands: readers compare two of these.</summary>
/// <param name="Version">Grows with everything written.</param>
/// <param name="Generation">Grows when the file is moved aside and a new one begun.</param>
/// <param name="IsComplete">Nothing more will come.</param>
internal readonly record struct LogMark(long Version, int Generation, bool IsComplete);

/// <summary>The log of one run of a container, while it is written. Bounded: one old generation is kept, as <c>.1</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="plain">Takes the output as it came too, for a person who looks into the state directory; disposed with this log.</param>
/// <param name="time">Clock.</param>
internal sealed class ContainerLog(string path, LogFile plain, TimeProvider time) : IProcessOutput
{
    /// <summary>A file of this size is moved aside: the kubelet's default of <c>containerLogMaxSize</c>.</summary>
    public const long BytesMax = 10 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly MemoryStream[] lines = [new(), new()];
    private TaskCompletionSource changed = New();
    private FileStream? file;
    private LogMark mark;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <inheritdoc/>
    public void Write(bool isError, ReadOnlySpan<byte> bytes)
    {
        plain.Write(bytes);
        lock (gate)
        {
            if (mark.IsComplete)
                return;
            var line = lines[isError ? 1 : 0];
            while (bytes.Length > 0)
            {
                var end = bytes.IndexOf((byte)'\n');
                var length = Math.Min(end < 0 ? bytes.Length : end, CriLine.TextBytesMax - (int)line.Length);
                line.Write(bytes[..length]);
                var isWhole = length == end;
                bytes = bytes[(isWhole ? length + 1 : length)..];
                if (isWhole || line.Length == CriLine.TextBytesMax)
                    WriteLine(line, isError, isPart: !isWhole);
            }

            Advance(mark with { Version = mark.Version + 1 });
        }
    }

    /// <summary>Opens the file for a reader, with where it stands.</summary>
    /// <returns>Null when nothing was written yet.</returns>
    public (FileStream? File, LogMark Mark) Open()
    {
        lock (gate)
            return (File.Exists(path) ? LogFiles.OpenShared(path) : null, mark);
    }

    /// <summary>Where the log stands now.</summary>
    public LogMark Mark
    {
        get
        {
            lock (gate)
                return mark;
        }
    }

    /// <summary>Waits until the log stands elsewhere than it did.</summary>
    /// <param name="seen">What the reader saw.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ChangedSinceAsync(LogMark seen, CancellationToken cancellationToken)
    {
        lock (gate)
            return mark != seen ? Task.CompletedTask : changed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes the last lines, complete or not, and lets readers know that it is over.</summary>
    public void Dispose()
    {
        plain.Dispose();
        lock (gate)
        {
            if (mark.IsComplete)
                return;
            for (var stream = 0; stream < lines.Length; stream++)
            {
                if (lines[stream].Length > 0)
                    WriteLine(lines[stream], stream == 1, isPart: false);
            }

            file?.Dispose();
            Advance(mark with { IsComplete = true });
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Advance(LogMark next)
    {
        mark = next;
        changed.TrySetResult();
        changed = New();
    }

    private void WriteLine(MemoryStream line, bool isError, bool isPart)
    {
        try
        {
            file ??= LogFiles.OpenAppend(path);
            if (file.Length > BytesMax)
            {
                file.Dispose();
                File.Move(path, path + LogFiles.OldSuffix, overwrite: true);
                file = LogFiles.OpenAppend(path);
                mark = mark with { Generation = mark.Generation + 1 };
            }

            file.Write([.. CriLine.Head(time.GetUtcNow(), isError, isPart), .. line.GetBuffer().AsSpan(0, (int)line.Length), (byte)'\n']);
            file.Flush();
        }
        catch (IOException)
        {
            // A full disk loses log lines, never the container.
        }

        line.SetLength(0);
    }
}
