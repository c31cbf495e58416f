namespace LustreSupervisor.LocalCluster.State;

/// <summary>Files that a reader finds either as they were or as they are to be, never half-written, also after a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Mode of files that hold secrets: their owner only.</summary>
    public const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode of files that other users of the machine may read.</summary>
    public const UnixFileMode PublicMode = SecretMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces the file's content.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="text">New content.</param>
    /// <param name="mode">Mode of the new file.</param>
    /// <param name="lasts">Whether it must outlive a power cut; what is made anew at each start need not, and a disk's flush takes milliseconds.</param>
    /// <exception cref="IOException">Disk full or path unusable; the old content stands.</exception>
    public static void Write(string path, string text, UnixFileMode mode = PublicMode, bool lasts = true) =>
        Write(path, System.Text.Encoding.UTF8.GetBytes(text), mode, lasts);

    /// <inheritdoc cref="Write(string, string, UnixFileMode, bool)"/>
    /// <param name="path">Path of the file.</param>
    /// <param name="content">New content.</param>
    /// <param name="mode">Mode of the new file.</param>
    /// <param name="lasts">Whether it must outlive a power cut.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode = PublicMode, bool lasts = true)
    {
        var next = path + ".new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
        using (var stream = new FileStream(next, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: lasts);
        }

        File.Move(next, path, overwrite: true);
    }
}
