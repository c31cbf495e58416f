using System.Text;

namespace LustreSupervisor.LustreTools;

/// <summary>
/// What a tool reads besides its arguments: <c>lnetctl import</c> takes a file or its standard input. The kernel lives in another
/// process and maybe another mount name space, so the tool reads it and sends the text along.
/// </summary>
internal static class InputFile
{
    /// <summary>Longest text that is sent, in bytes: LNet's configuration of a large router has a few tens of KiB.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>Reads it; null when the tool reads nothing, or its file cannot be read.</summary>
    /// <exception cref="IOException">It is longer than <see cref="BytesMax"/>.</exception>
    public static string? Read(string[] argv, Func<Stream> standardInput)
    {
        if (argv.Length < 2 || Path.GetFileName(argv[0]) != "lnetctl" || argv[1] != "import")
            return null;
        var file = argv.Skip(2).FirstOrDefault(a => !a.StartsWith('-'));
        try
        {
            using var stream = file is null ? standardInput() : File.OpenRead(file);
            return ReadAll(stream);
        }
        catch (Exception error) when (file is not null && error is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string ReadAll(Stream stream)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > BytesMax)
                throw new IOException($"its input is longer than {BytesMax} bytes");
        }
        return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
    }
}
