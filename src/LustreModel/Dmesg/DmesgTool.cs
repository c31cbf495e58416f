using System.Globalization;
using System.Text;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Dmesg;

/// <summary><c>dmesg</c>: the kernel's ring buffer. <c>-t</c> leaves the times out, <c>-T</c> writes them as wall time.</summary>
internal static class DmesgTool
{
    private const int Usage = 1;

    public static Continuation Begin(ToolCaller caller)
    {
        var (plain, wall) = (false, false);
        foreach (var argument in caller.Arguments)
        {
            switch (argument)
            {
                case "-t" or "--notime": plain = true; break;
                case "-T" or "--ctime": wall = true; break;
                case "-k" or "--kernel" or "-P" or "--nopager" or "--color=never": break;
                default:
                    return Refused.Text(caller, Usage, $"dmesg: unrecognized option '{argument}'\nTry 'dmesg --help' for more information.\n");
            }
        }
        return new KernelQuery(caller, kernel => Print(kernel, plain, wall));
    }

    private static ToolReply Print(KernelState kernel, bool plain, bool wall)
    {
        var text = new StringBuilder();
        foreach (var line in kernel.Ring.Lines)
        {
            var since = line.At - kernel.BootedAt;
            if (wall && !plain)
                text.Append(CultureInfo.InvariantCulture, $"[{line.At:ddd MMM} {line.At.Day,2} {line.At:HH:mm:ss yyyy}] ");
            else if (!plain)
                text.Append(CultureInfo.InvariantCulture, $"[{since.TotalSeconds,12:0.000000}] ");
            text.Append(line.Text).Append('\n');
        }
        return Replies.Ok(text.ToString());
    }
}
