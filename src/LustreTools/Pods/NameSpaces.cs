using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>Name spaces of the calling thread, and of what it starts.</summary>
internal static class NameSpaces
{
    /// <summary>Enters new name spaces; mounts in them are seen by nobody else.</summary>
    /// <param name="kinds">CLONE_ flags.</param>
    /// <exception cref="Win32Exception">The kernel or this user's rights do not allow it.</exception>
    public static void Enter(int kinds)
    {
        Require(Libc.Unshare(kinds));
        Require(Libc.Mount("none", "/", null, Libc.Recursive | Libc.Private, 0));
    }

    /// <summary>Enters a name space of another process (setns(2)).</summary>
    /// <param name="pid">The process.</param>
    /// <param name="name">Name below <c>/proc/PID/ns</c>.</param>
    /// <param name="kind">CLONE_ flag.</param>
    /// <exception cref="Win32Exception">The process is gone, or this user's rights do not allow it.</exception>
    public static void Join(int pid, string name, int kind)
    {
        // A thread that shares its working directory with others may not change its mounts.
        Require(Libc.Unshare(Libc.OwnDirectory));
        using var space = File.OpenHandle($"/proc/{pid}/ns/{name}");
        Require(Libc.SetNameSpace((int)space.DangerousGetHandle(), kind));
    }

    /// <summary>Shows, under <c>/proc</c>, the processes of this name space.</summary>
    /// <exception cref="Win32Exception">The kernel or this user's rights do not allow it.</exception>
    public static void MountProc() => Require(Libc.Mount("proc", "/proc", "proc", Libc.ProcOptions, 0));

    private static void Require(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
