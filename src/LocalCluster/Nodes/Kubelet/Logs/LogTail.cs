namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;

/// <summary>Finds where the last lines of a file begin.</summary>
internal static class LogTail
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Offset of the first of the last <paramref name="lines"/> lines. A last line without a line feed counts.</summary>
    /// <param name="file">The file; its position is lost.</param>
    /// <param name="lines">How many.</param>
    public static long Find(FileStream file, long lines)
    {
        if (lines <= 0)
            return file.Length;
        var block = new byte[BlockBytes];
        // The line feed at the very end closes the last line; it begins no further one.
        for (var end = file.Length - 1; end > 0;)
        {
            var start = Math.Max(0, end - BlockBytes);
            file.Position = start;
            var count = file.ReadAtLeast(block.AsSpan(0, (int)(end - start)), (int)(end - start), throwOnEndOfStream: false);
            for (var at = count - 1; at >= 0; at--)
            {
                if (block[at] == '\n' && --lines == 0)
                    return start + at + 1;
            }

            end = start;
        }

        return 0;
    }
}
