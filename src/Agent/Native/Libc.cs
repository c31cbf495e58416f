using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.Agent.Native;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static partial class Libc
{
    /// <summary>
    /// <c>O_RDONLY|O_EXCL|O_CLOEXEC</c>: on a block device, exclusive means that nothing in this kernel holds it (open(2)).
    /// </summary>
    public const int OpenReadExclusive = 0x80 | 0x80000;

    /// <summary><c>O_RDONLY|O_CLOEXEC</c>.</summary>
    public const int OpenRead = 0x80000;

    /// <summary><c>O_WRONLY|O_CLOEXEC</c>.</summary>
    public const int OpenWrite = 0x80001;

    /// <summary>errno: no such file.</summary>
    public const int ENOENT = 2;

    /// <summary>errno: no device behind the name.</summary>
    public const int ENXIO = 6;

    /// <summary>errno: held by somebody else.</summary>
    public const int EBUSY = 16;

    /// <summary>errno: no such device.</summary>
    public const int ENODEV = 19;

    /// <summary>errno: a path component is no directory.</summary>
    public const int ENOTDIR = 20;

    /// <summary>
    /// By its full name: found at once among the loaded libraries, where <c>libc</c> is first looked for in fifty places.
    /// </summary>
    private const string Library = "libc.so.6";

    private const int SeekEnd = 2;

    /// <summary><c>WDIOC_SETTIMEOUT</c> of &lt;linux/watchdog.h&gt;: <c>_IOWR('W', 6, int)</c>.</summary>
    private const ulong WatchdogSetTimeout = 0xC004_5706;

    /// <summary><c>CLOCK_MONOTONIC_RAW</c> of &lt;time.h&gt;.</summary>
    private const int ClockMonotonicRaw = 4;

    private const int AdviceDontNeed = 4;

    /// <summary>open(2).</summary>
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    /// <summary>umask(2).</summary>
    [LibraryImport(Library, EntryPoint = "umask")]
    public static partial uint Umask(uint mask);

    /// <summary>setenv(3): for native libraries; .NET keeps a copy of its own.</summary>
    [LibraryImport(Library, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetVariable(string name, string value, int overwrite);

    /// <summary>_exit(2): ends the process at once, runs nothing.</summary>
    [LibraryImport(Library, EntryPoint = "_exit")]
    public static partial void ExitNow(int status);

    /// <summary>clock_gettime(2) of <c>CLOCK_MONOTONIC_RAW</c>.</summary>
    public static TimeSpan MonotonicRaw()
    {
        _ = ClockGetTime(ClockMonotonicRaw, out var time);
        return TimeSpan.FromSeconds(time.Seconds) + new TimeSpan(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Size in bytes; .NET's own length is 0 for block devices. Negative on an error.</summary>
    public static long SizeOf(SafeFileHandle file) => Seek(file, 0, SeekEnd);

    /// <summary>Drops cached pages, so that the next read asks the device: another node may have written it since.</summary>
    public static void DropCache(SafeFileHandle file) => _ = Advise(file, 0, 0, AdviceDontNeed);

    [LibraryImport(Library, EntryPoint = "lseek64", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport(Library, EntryPoint = "posix_fadvise64")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);

    /// <summary>write(2).</summary>
    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte[] bytes, nuint count);

    /// <summary>Sets a watchdog's time-out and reads back what the driver made of it, in seconds. 0 on success.</summary>
    public static int SetWatchdogTimeout(SafeFileHandle file, ref int seconds) => Control(file, WatchdogSetTimeout, ref seconds);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, ulong request, ref int argument);

    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    /// <summary><c>struct timespec</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
