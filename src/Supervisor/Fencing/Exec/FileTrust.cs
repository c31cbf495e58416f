namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>Whether a file that decides over machines may be believed: nobody but its owner and group can have written it.</summary>
internal static class FileTrust
{
    /// <summary>What is wrong with the file, for people; null when nothing is.</summary>
    public static string? Complaint(string path)
    {
        try
        {
            if (!File.Exists(path))
                return $"{path} is not there";
            var mode = File.GetUnixFileMode(Final(path));
            return mode.HasFlag(UnixFileMode.OtherWrite) ? $"{path} can be written by everybody; chmod o-w {path}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {e.Message}";
        }
    }

    /// <summary>The same of a script, which must be a program too.</summary>
    public static string? ScriptComplaint(string path)
    {
        if (Complaint(path) is { } complaint)
            return complaint;
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(Final(path)) & Executable) == 0 ? $"{path} is not executable; chmod +x {path}" : null;
    }

    private static string Final(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
