using System.Text;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>The targets of a mount name space as its <c>/proc/mounts</c> shows them (fs/proc_namespace.c, show_vfsmnt).</summary>
public static class MountTableText
{
    /// <summary>One line a mount; empty when nothing is mounted.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="podUid">Pod whose name space it is; empty for the node's own.</param>
    public static string Write(KernelState kernel, string podUid)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var text = new StringBuilder();
        foreach (var mount in kernel.MountTable(podUid))
            text.Append(Escape(mount.DevicePath)).Append(' ').Append(Escape(mount.Directory)).Append(" lustre ")
                .Append(mount.ReadOnly ? "ro" : "rw").Append(",svname=").Append(mount.Service)
                .Append(",osd=osd-").Append(mount.Data.Backend).Append(" 0 0\n");
        return text.ToString();
    }

    // mangle(): what would end a word or a line is written as three octal digits.
    private static string Escape(string word) => word
        .Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal)
        .Replace("\t", "\\011", StringComparison.Ordinal).Replace("\n", "\\012", StringComparison.Ordinal);
}
