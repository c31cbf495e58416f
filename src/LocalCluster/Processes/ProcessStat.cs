using System.Globalization;

namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>What <c>/proc/PID/stat</c> says of a process (proc_pid_stat(5)).</summary>
/// <param name="Pid">Process id.</param>
/// <param name="State">State letter: R, S, D, T (stopped), Z (zombie), X (dead).</param>
/// <param name="ParentPid">Id of its parent.</param>
/// <param name="Session">Session id.</param>
/// <param name="StartTicks">Start time in clock ticks since boot; with the pid it names one process for ever.</param>
public sealed record ProcessStat(int Pid, char State, int ParentPid, int Session, long StartTicks)
{
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int StartField = 19;

    /// <summary>True while the process can execute: a zombie holds no memory, no file and no device any more.</summary>
    public bool Lives => State is not ('Z' or 'X');

    /// <summary>True while it stands still by SIGSTOP.</summary>
    public bool IsStopped => State == 'T';

    /// <summary>Reads the process's state, null when there is no such process.</summary>
    /// <param name="pid">Process id.</param>
    public static ProcessStat? Read(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")));
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

    /// <summary>Parses the text of the file. The command's name may hold blanks and brackets, so fields count from the last bracket.</summary>
    internal static ProcessStat? Parse(int pid, string text)
    {
        var end = text.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length <= StartField
            ? null
            : new ProcessStat(pid, fields[0][0], Int(fields[ParentField]), Int(fields[SessionField]),
                long.Parse(fields[StartField], CultureInfo.InvariantCulture));
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
