namespace LustreSupervisor.Agent.Tests.RealTools;

/// <summary>An image file in a directory of its own.</summary>
internal sealed class ImageFile : IDisposable
{
    /// <summary>Several block groups of 1 KiB blocks: there are backup superblocks.</summary>
    public const long Bytes = 64 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("image-").FullName;

    public ImageFile()
    {
        Path = System.IO.Path.Combine(_directory, "device");
        using var file = File.Create(Path);
        file.SetLength(Bytes);
    }

    public string Path { get; }

    /// <summary>Overwrites a part with zeros.</summary>
    public void Wipe(long offset, int length)
    {
        using var file = File.OpenWrite(Path);
        file.Position = offset;
        file.Write(new byte[length]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
