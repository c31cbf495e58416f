using System.Runtime.InteropServices;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>
/// Process 1 of a pod: starts the program, collects orphans, passes requests to end on. When it ends, the kernel ends whatever is left in the
/// pod; when the launcher outside dies, it ends.
/// </summary>
internal static class FirstProcess
{
    /// <summary>Runs the program; returns its exit code.</summary>
    public static int Run(IReadOnlyList<string> words)
    {
        // The launcher's main thread started this and lives as long as the launcher.
        _ = Libc.Prctl(Libc.ParentDeathSignal, Libc.Kill, 0, 0, 0);
        NameSpaces.MountProc();
        var program = new ProgramStart(words).Start(blockRequests: false);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, PassOn);
        // A request that came earlier has waited until now.
        _ = Libc.ThreadMask(Libc.Unblock, ProgramStart.Requests(), 0);
        return Children.EndWith(program);

        void PassOn(PosixSignalContext context)
        {
            context.Cancel = true;
            _ = Libc.SendSignal(program, context.Signal == PosixSignal.SIGINT ? Libc.Interrupt : Libc.Terminate);
        }
    }
}
