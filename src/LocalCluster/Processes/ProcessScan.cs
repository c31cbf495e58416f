using System.Globalization;
using System.Text;

namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>A live process found by what stands in its environment.</summary>
/// <param name="Identity">The process.</param>
/// <param name="ParentPid">Id of its parent.</param>
/// <param name="Environment">Its environment as it was started with.</param>
public sealed record ScannedProcess(ProcessIdentity Identity, int ParentPid, IReadOnlyDictionary<string, string> Environment);

/// <summary>
/// Finds processes by a marker in their environment. The kernel hands an environment down at every fork, before the child
/// runs its first instruction, so that no process of a machine can be missed because nobody wrote its id down.
/// </summary>
public static class ProcessScan
{
    /// <summary>All live processes of this user whose environment holds <paramref name="name"/> with <paramref name="value"/>.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <param name="value">Exact value.</param>
    public static IReadOnlyList<ScannedProcess> ByEnvironment(string name, string value)
    {
        var marker = Encoding.UTF8.GetBytes($"{name}={value}\0");
        var found = new List<ScannedProcess>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                || ReadEnvironment(pid) is not { } environment
                || environment.AsSpan().IndexOf(marker) < 0
                || ProcessStat.Read(pid) is not { Lives: true } stat)
                continue;
            found.Add(new ScannedProcess(new ProcessIdentity(pid, stat.StartTicks), stat.ParentPid, Parse(environment)));
        }

        return found;
    }

    /// <summary>A variable of a process's environment; null without the process or the variable.</summary>
    /// <param name="pid">Process id.</param>
    /// <param name="name">Name of the variable.</param>
    public static string? Variable(int pid, string name) => ReadEnvironment(pid) is { } environment ? Parse(environment).GetValueOrDefault(name) : null;

    private static byte[]? ReadEnvironment(int pid)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Parse(byte[] environment)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Encoding.UTF8.GetString(environment).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                variables[entry[..equals]] = entry[(equals + 1)..];
        }

        return variables;
    }
}
