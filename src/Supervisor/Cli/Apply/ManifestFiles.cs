using LustreSupervisor.Supervisor.Manifests;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Opens the manifests that a command line names.</summary>
internal static class ManifestFiles
{
    private const string StandardInput = "-";

    /// <summary>Reads all of them as one set.</summary>
    /// <param name="context">Holds standard input.</param>
    /// <param name="files">Paths; <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">A file cannot be read.</exception>
    public static async Task<ManifestSet> ReadAsync(CliContext context, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var texts = new List<(string Text, string Name)>();
        foreach (var file in files)
            texts.Add((await ReadTextAsync(context, file, cancellationToken), file == StandardInput ? "(standard input)" : file));
        return ManifestReader.ReadAll(texts);
    }

    private static async Task<string> ReadTextAsync(CliContext context, string file, CancellationToken cancellationToken)
    {
        try
        {
            using var opened = file == StandardInput ? null : File.OpenText(file);
            // One character more than is allowed: the reader tells of a file that is too large.
            var buffer = new char[ManifestLimits.TextMax + 1];
            var read = await (opened ?? context.In).ReadBlockAsync(buffer, cancellationToken);
            return new string(buffer, 0, read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file} cannot be read: {fault.Message}", null, fault);
        }
    }
}
