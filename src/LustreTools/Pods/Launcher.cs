using System.Runtime.InteropServices;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>
/// Stays outside of the pod: starts its first process, passes requests to end on to it, dies with whoever started it, and ends with the
/// container's exit code the moment the container has ended.
/// </summary>
/// <param name="first">Command of the pod's first process.</param>
/// <param name="mounts">Its volumes.</param>
internal sealed class Launcher(IReadOnlyList<string> first, IReadOnlyList<VolumeMount> mounts)
{
    private const int LifelineCut = 143;

    private readonly Lock gate = new();
    private int child;

    /// <summary>Runs the container; returns its exit code.</summary>
    public int Run()
    {
        _ = Libc.SetSession();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, PassOn);
        if (Environment.GetEnvironmentVariable("LUSTRE_LIFELINE") == "stdin")
            new Thread(WatchLifeline) { IsBackground = true }.Start();
        // From here on this thread may start no other: they would belong to the pod.
        NameSpaces.Enter(Libc.NewMounts | Libc.NewPids);
        VolumeMounts.Make(mounts);
        var pid = new ProgramStart(first).Start(blockRequests: true);
        lock (gate)
            child = pid;
        return Children.EndWith(pid);
    }

    private void PassOn(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (gate)
        {
            if (child == 0)
                Libc.ExitNow(LifelineCut);
            _ = Libc.SendSignal(child, context.Signal == PosixSignal.SIGINT ? Libc.Interrupt : Libc.Terminate);
        }
    }

    /// <summary>The other end of standard input closes when the parent dies. The container reads it too, so here nothing is read.</summary>
    private static void WatchLifeline()
    {
        var input = new Libc.PollEntry { Descriptor = 0 };
        while (Libc.Poll(ref input, 1, -1) < 0 || (input.Seen & Libc.Hangup) == 0)
        {
            // Interrupted by a signal.
        }

        Libc.ExitNow(LifelineCut);
    }
}
