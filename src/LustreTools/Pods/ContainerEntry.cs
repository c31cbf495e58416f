using System.ComponentModel;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>Runs a program inside a container that runs already: what <c>exec</c> is to a container runtime.</summary>
internal static class ContainerEntry
{
    /// <summary>Runs the program; returns its exit code.</summary>
    /// <param name="pid">The container's outer process.</param>
    /// <param name="isInside">This process is inside already and becomes the program.</param>
    /// <param name="options">Options of the verb, for the process inside.</param>
    /// <param name="words">Program and arguments.</param>
    /// <param name="isolation">What the container has for itself.</param>
    /// <exception cref="Win32Exception">The container is gone, or the program cannot be started.</exception>
    public static int Run(int pid, bool isInside, string[] options, string[] words, Isolation isolation)
    {
        if (isInside)
        {
            // Whoever ends the process outside ends the program.
            _ = Libc.Prctl(Libc.ParentDeathSignal, Libc.Kill, 0, 0, 0);
            new ProgramStart(words).Execute();
            return PodInit.NotStarted;
        }

        // Its mounts last: among them is its own /proc, in which neither this process nor that one is found.
        var (directory, self) = (Environment.CurrentDirectory, Environment.ProcessPath!);
        if (isolation == Isolation.Pid)
            NameSpaces.Join(pid, "pid_for_children", Libc.NewPids);
        if (isolation != Isolation.None)
            NameSpaces.Join(pid, "mnt", Libc.NewMounts);
        Environment.CurrentDirectory = directory;
        if (isolation == Isolation.Pid)
            return Children.EndWith(new ProgramStart([self, PodInit.Verb, PodInit.First, .. options, "--", .. words]).Start(blockRequests: false));
        new ProgramStart(words).Execute();
        return PodInit.NotStarted;
    }
}
