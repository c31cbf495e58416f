namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>The line of a log that tells a person why a process ended.</summary>
internal static class LastLines
{
    private const string ErrorPrefix = "error: ";

    /// <summary>The last line that starts with <c>error:</c>, else the last line, else where to look.</summary>
    /// <param name="path">The log.</param>
    public static string Of(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var error = lines.LastOrDefault(line => line.StartsWith(ErrorPrefix, StringComparison.Ordinal));
            return error?[ErrorPrefix.Length..] ?? lines.LastOrDefault() ?? $"see {path}";
        }
        catch (IOException)
        {
            return $"see {path}";
        }
    }
}
