using System.Globalization;

namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>Process ids as a process itself sees them (pid_namespaces(7)).</summary>
public static class PidNamespace
{
    private const string Field = "NSpid:";

    /// <summary>True for the first process of a name space below ours: its death is the death of all that live there.</summary>
    /// <param name="pid">Process id.</param>
    public static bool HasFirst(int pid)
    {
        try
        {
            return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"))
                .FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line
                && line[Field.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, .., "1"];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
