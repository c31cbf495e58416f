using System.Text;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;

/// <summary>Copies a log to a reader, from where the reader wants it to where the container ends. Memory: one block and one line.</summary>
/// <param name="wish">What the reader wants.</param>
/// <param name="to">The reader.</param>
internal sealed class LogReader(LogWish wish, Stream to) : IDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly MemoryStream unfinished = new();
    private long left = wish.LimitBytes ?? long.MaxValue;
    private bool inLine;

    /// <summary>Copies a file that nobody writes any more.</summary>
    public async Task CopyAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return;
        await using var file = LogFiles.OpenShared(path);
        SeekTail(file);
        await DrainAsync(file, cancellationToken);
    }

    /// <summary>Copies a log that may be written still; follows it if that is wanted.</summary>
    public async Task CopyAsync(ContainerLog log, CancellationToken cancellationToken)
    {
        var (file, opened) = log.Open();
        if (file is not null)
            SeekTail(file);
        try
        {
            while (true)
            {
                var mark = log.Mark;
                if (file is not null && !await DrainAsync(file, cancellationToken))
                    return;
                if (file is null || mark.Generation != opened.Generation)
                {
                    // What was read to its end was moved aside since.
                    file?.Dispose();
                    (file, opened) = log.Open();
                    if (file is not null)
                        continue;
                }

                if (mark.IsComplete || !wish.Follow)
                    return;
                await to.FlushAsync(cancellationToken);
                await log.ChangedSinceAsync(mark, cancellationToken);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => unfinished.Dispose();

    private void SeekTail(FileStream file) => file.Position = wish.TailLines is { } lines ? LogTail.Find(file, lines) : 0;

    /// <summary>Copies what is there. False when the reader has got all that it wanted.</summary>
    private async Task<bool> DrainAsync(FileStream file, CancellationToken cancellationToken)
    {
        var block = new byte[BlockBytes];
        for (var count = await file.ReadAsync(block, cancellationToken); count > 0; count = await file.ReadAsync(block, cancellationToken))
        {
            var rest = block.AsMemory(0, count);
            for (var end = rest.Span.IndexOf((byte)'\n'); end >= 0; end = rest.Span.IndexOf((byte)'\n'))
            {
                unfinished.Write(rest.Span[..end]);
                rest = rest[(end + 1)..];
                await WriteAsync(CriLine.Parse(unfinished.ToArray()), cancellationToken);
                unfinished.SetLength(0);
                if (left <= 0)
                    return false;
            }

            unfinished.Write(rest.Span);
        }

        return true;
    }

    private async Task WriteAsync(CriLine? line, CancellationToken cancellationToken)
    {
        if (line is null || line.Moment < (wish.Since ?? DateTimeOffset.MinValue))
            return;
        if (wish.Timestamps && !inLine)
            await WriteAsync(Encoding.ASCII.GetBytes(line.Time + " "), cancellationToken);
        await WriteAsync(line.Text, cancellationToken);
        if (!line.IsPart)
            await WriteAsync("\n"u8.ToArray(), cancellationToken);
        inLine = line.IsPart;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var fitting = bytes[..(int)Math.Min(bytes.Length, Math.Max(left, 0))];
        left -= fitting.Length;
        await to.WriteAsync(fitting, cancellationToken);
    }
}
