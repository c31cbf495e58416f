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

    /// <summary>Shows a file or directory at another place too.</summary>
    /// <param name="source">What is shown.</param>
    /// <param name="target">Where; it is there already.</param>
    /// <param name="recursive">With what is mounted below it.</param>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void Bind(string source, string target, bool recursive) =>
        Require(Libc.Mount(source, target, null, Libc.Bound | (recursive ? Libc.Recursive : 0), 0));

    /// <summary>Mounts an empty file system in memory, which no recursive bind takes along.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void MountScratch(string target)
    {
        Require(Libc.Mount("tmpfs", target, "tmpfs", 0, 0));
        Require(Libc.Mount("none", target, null, Libc.Unbindable, 0));
    }

    /// <summary>Moves a mount over a directory.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void Move(string mount, string target) => Require(Libc.Mount(mount, target, null, Libc.Moved, 0));

    /// <summary>Makes a mount the root of this name space and lets go of the old one (pivot_root(2)).</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void ChangeRoot(string mount)
    {
        Environment.CurrentDirectory = mount;
        Require((int)Libc.SystemCall(Libc.PivotRoot, ".", "."));
        Require(Libc.Unmount(".", Libc.Detach));
        Environment.CurrentDirectory = "/";
    }

    private static void Require(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
