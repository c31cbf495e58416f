namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>Linux error numbers that the tools exit with, and their texts as <c>strerror</c> gives them.</summary>
public static class Errno
{
    /// <summary>EPERM.</summary>
    public const int Perm = 1;

    /// <summary>ENOENT.</summary>
    public const int NoEntry = 2;

    /// <summary>EIO.</summary>
    public const int Io = 5;

    /// <summary>EAGAIN.</summary>
    public const int Again = 11;

    /// <summary>EBUSY.</summary>
    public const int Busy = 16;

    /// <summary>EEXIST.</summary>
    public const int Exist = 17;

    /// <summary>ENODEV.</summary>
    public const int NoDevice = 19;

    /// <summary>EINVAL.</summary>
    public const int Invalid = 22;

    /// <summary>ENOSPC.</summary>
    public const int NoSpace = 28;

    /// <summary>EROFS.</summary>
    public const int ReadOnly = 30;

    /// <summary>EADDRINUSE.</summary>
    public const int AddrInUse = 98;

    /// <summary>ENOTCONN.</summary>
    public const int NotConnected = 107;

    /// <summary>ESHUTDOWN.</summary>
    public const int Shutdown = 108;

    /// <summary>ETIMEDOUT.</summary>
    public const int TimedOut = 110;

    /// <summary>EALREADY.</summary>
    public const int Already = 114;

    /// <summary>Text of an error number.</summary>
    public static string Text(int errno) => errno switch
    {
        Perm => "Operation not permitted",
        NoEntry => "No such file or directory",
        Io => "Input/output error",
        Again => "Resource temporarily unavailable",
        Busy => "Device or resource busy",
        Exist => "File exists",
        NoDevice => "No such device",
        Invalid => "Invalid argument",
        NoSpace => "No space left on device",
        ReadOnly => "Read-only file system",
        AddrInUse => "Address already in use",
        NotConnected => "Transport endpoint is not connected",
        Shutdown => "Cannot send after transport endpoint shutdown",
        TimedOut => "Connection timed out",
        Already => "Operation already in progress",
        _ => $"Unknown error {errno}",
    };
}
