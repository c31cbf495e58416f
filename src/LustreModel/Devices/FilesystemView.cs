using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Devices;

/// <summary>What an MGS tells the servers of a file system: its targets and its lasting parameters. It sends it at each change.</summary>
/// <param name="Services">Registered targets.</param>
/// <param name="Parameters">Lasting parameters by name, globs and all; later ones count more.</param>
public sealed record FilesystemView(ImmutableArray<string> Services, ImmutableArray<KeyValuePair<string, string>> Parameters)
{
    /// <summary>What a server knows that never reached its MGS.</summary>
    public static readonly FilesystemView Unknown = new([], []);

    private const string TargetWord = "target ";
    private const string ParameterWord = "param ";

    /// <summary>The view as an MGS sends it: a line each.</summary>
    public string Print() => string.Concat(Services.Select(s => $"{TargetWord}{s}\n"))
        + string.Concat(Parameters.Select(p => $"{ParameterWord}{p.Key}={p.Value}\n"));

    /// <summary>Reads what an MGS sent; what is not known is left out.</summary>
    public static FilesystemView Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        return new FilesystemView(
            [.. lines.Where(l => l.StartsWith(TargetWord, StringComparison.Ordinal)).Select(l => l[TargetWord.Length..])],
            [
                .. lines.Where(l => l.StartsWith(ParameterWord, StringComparison.Ordinal)).Select(l => l[ParameterWord.Length..].Split('=', 2))
                    .Where(p => p.Length == 2).Select(p => KeyValuePair.Create(p[0], p[1])),
            ]);
    }
}
