using System.Collections.Immutable;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Machines.Fencing;

namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>Options with the contents of the files that they name, read at each fence so that passwords can be rotated.</summary>
/// <param name="Values">Options as the script gets them.</param>
/// <param name="Hidden">Values that may appear in no log and no message.</param>
internal sealed record OptionSecrets(ImmutableSortedDictionary<string, string> Values, ImmutableArray<string> Hidden)
{
    private const string Cover = "***";

    /// <summary>Longest secret, in characters: keys and tokens have a few thousand.</summary>
    private const int SecretMax = 16 * 1024;

    /// <summary>Parts of names under which secrets are known to fence-agents: passwd, password, password_script, token, api_key.</summary>
    private static readonly string[] SecretNames = ["passw", "secret", "token", "key"];

    /// <summary>Reads the files.</summary>
    /// <exception cref="FenceFailedException">One cannot be read, is too long, or holds several lines.</exception>
    public static async Task<OptionSecrets> ReadAsync(ImmutableSortedDictionary<string, string> options, CancellationToken cancellationToken)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var hidden = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in options)
        {
            var fromFile = name.EndsWith(ExecFenceSettings.FileSuffix, StringComparison.Ordinal);
            var (key, text) = fromFile
                ? (name[..^ExecFenceSettings.FileSuffix.Length], await ContentAsync(name, value, cancellationToken))
                : (name, value);
            values[key] = text;
            if (text.Length > 0 && (fromFile || SecretNames.Any(s => key.Contains(s, StringComparison.OrdinalIgnoreCase))))
                hidden.Add(text);
        }

        return new OptionSecrets(values.ToImmutable(), hidden.ToImmutable());
    }

    /// <summary>A text without the secrets.</summary>
    public string Redact(string text) =>
        Hidden.OrderByDescending(s => s.Length).Aggregate(text, (t, secret) => t.Replace(secret, Cover, StringComparison.Ordinal));

    private static async Task<string> ContentAsync(string name, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (FileTrust.Complaint(path) is { } complaint)
                throw new FenceFailedException($"options.{name}: {complaint}");
            if (new FileInfo(path).Length > SecretMax)
                throw new FenceFailedException($"options.{name}: {path} is longer than {SecretMax} bytes");
            var text = (await File.ReadAllTextAsync(path, cancellationToken)).TrimEnd('\r', '\n');
            return FenceInput.ValueComplaint(text) is { } odd ? throw new FenceFailedException($"options.{name}: {path} {odd}") : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FenceFailedException($"options.{name}: {e.Message}", e);
        }
    }
}
