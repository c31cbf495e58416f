using System.Runtime.InteropServices;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>The calls of the C library by which a container is made (numbers of x86-64 and arm64 alike).</summary>
internal static class Libc
{
    public const int NewMounts = 0x00020000; // CLONE_NEWNS
    public const int NewPids = 0x20000000; // CLONE_NEWPID
    public const int OwnDirectory = 0x00000200; // CLONE_FS
    public const ulong Recursive = 0x4000; // MS_REC
    public const ulong Private = 1 << 18; // MS_PRIVATE
    public const ulong Unbindable = 1 << 17; // MS_UNBINDABLE
    public const ulong Bound = 0x1000; // MS_BIND
    public const ulong Moved = 0x2000; // MS_MOVE
    public const int Detach = 2; // MNT_DETACH
    public const ulong ProcOptions = 2 | 4 | 8; // MS_NOSUID, MS_NODEV, MS_NOEXEC
    public const int ParentDeathSignal = 1; // PR_SET_PDEATHSIG
    public const short Hangup = 0x10; // POLLHUP
    public const int Kill = 9;
    public const int Interrupt = 2;
    public const int Terminate = 15;
    public const int Unblock = 1; // SIG_UNBLOCK
    public const int Interrupted = 4; // EINTR
    public const short SetSignalMask = 0x08; // POSIX_SPAWN_SETSIGMASK
    public const short SetSignalDefaults = 0x04; // POSIX_SPAWN_SETSIGDEF

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static extern int Unshare(int flags);

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static extern int SetNameSpace(int descriptor, int kind);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern int Mount(string source, string target, string? type, ulong flags, nint data);

    [DllImport("libc", EntryPoint = "umount2", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern int Unmount(string target, int flags);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern nint SystemCall(nint number, string first, string second);

    /// <summary>Number of pivot_root(2), for which the C library has no function.</summary>
    public static nint PivotRoot => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 41 : 155;

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static extern int Prctl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [DllImport("libc", EntryPoint = "setsid")]
    public static extern int SetSession();

    [DllImport("libc", EntryPoint = "kill")]
    public static extern int SendSignal(int pid, int signal);

    [DllImport("libc", EntryPoint = "_exit")]
    public static extern void ExitNow(int status);

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static extern int WaitPid(int pid, out int status, int options);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static extern int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "execve", SetLastError = true)]
    public static extern int Execute(nint path, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "posix_spawn")]
    public static extern int Spawn(out int pid, nint path, nint fileActions, byte[] attributes, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static extern int InitAttributes(byte[] attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static extern int SetFlags(byte[] attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static extern int SetMask(byte[] attributes, byte[] signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static extern int SetDefaults(byte[] attributes, byte[] signals);

    [DllImport("libc", EntryPoint = "sigfillset")]
    public static extern int FillSet(byte[] signals);

    [DllImport("libc", EntryPoint = "sigemptyset")]
    public static extern int EmptySet(byte[] signals);

    [DllImport("libc", EntryPoint = "sigaddset")]
    public static extern int AddToSet(byte[] signals, int signal);

    [DllImport("libc", EntryPoint = "pthread_sigmask")]
    public static extern int ThreadMask(int how, byte[] signals, nint old);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
