using System.Runtime.InteropServices;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>Waits for children, as whoever starts processes must.</summary>
internal static class Children
{
    private const int SignalDeath = 128;

    /// <summary>
    /// Collects children until a certain one has ended, and ends this process with its exit code, 128 + N after death by signal N. At once,
    /// without the runtime's own farewell: how soon a death is noticed is what the whole system's speed hangs on.
    /// </summary>
    public static int EndWith(int pid)
    {
        var exitCode = WaitFor(pid);
        Libc.ExitNow(exitCode);
        return exitCode;
    }

    private static int WaitFor(int pid)
    {
        while (true)
        {
            var ended = Libc.WaitPid(-1, out var status, 0);
            if (ended == pid)
                return (status & 0x7f) == 0 ? (status >> 8) & 0xff : SignalDeath + (status & 0x7f);
            if (ended < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted)
                return PodInit.NotStarted;
        }
    }
}
