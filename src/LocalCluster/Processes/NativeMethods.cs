using System.Runtime.InteropServices;

namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>The three calls of the C library that .NET does not offer.</summary>
internal static class NativeMethods
{
    /// <summary>kill(2). Zero on success, else -1.</summary>
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Kill(int pid, int signal);

    /// <summary>setsid(2). The new session's id, or -1 when the caller leads a process group already.</summary>
    [DllImport("libc", EntryPoint = "setsid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int SetSession();

    /// <summary>_exit(2): ends the process without running anything else.</summary>
    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern void ExitNow(int status);
}
