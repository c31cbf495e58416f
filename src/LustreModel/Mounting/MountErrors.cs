using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>What <c>mount.lustre</c> prints when mount(2) fails: the first line, and hints by error number.</summary>
internal static class MountErrors
{
    public static ToolReply Of(string device, string directory, int errno) => Replies.Fail(
        errno, $"mount.lustre: mount {device} at {directory} failed: {Errno.Text(errno)}\n{Hint(device, errno)}");

    private static string Hint(string device, int errno) => errno switch
    {
        Errno.NoEntry => "Is the MGS specification correct?\nIs the filesystem name correct?\n"
            + "If upgrading, is the copied client log valid? (see upgrade docs)\n",
        Errno.Io => "Is the MGS running?\n",
        Errno.Busy => "Is the backend filesystem mounted?\nCheck /etc/mtab and /proc/mounts\n",
        Errno.NoDevice => "Are the lustre modules loaded?\nCheck /etc/modprobe.conf and /proc/filesystems\n",
        Errno.Invalid => "This may have multiple causes.\nAre the mount options correct?\nCheck the syslog for more info.\n",
        Errno.AddrInUse => $"The target service's index is already in use. ({device})\n",
        Errno.Already => $"The target service is already running. ({device})\n",
        _ => "",
    };
}
