using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>Reads the arguments of <c>mount</c>, <c>mount.lustre</c> and <c>umount</c>.</summary>
internal static class MountTool
{
    // mount(8) exits 1 for wrong usage and 32 when the mount failed before a helper ran (man mount).
    private const int Usage = 1;
    private const int MountFailure = 32;

    public static Continuation Mount(ToolCaller caller)
    {
        var arguments = MountArguments.Parse(caller.Arguments);
        var helper = caller.Tool == "mount.lustre";
        if (arguments.Unknown is { } unknown)
            return Refused.Text(caller, Usage, $"{caller.Tool}: unrecognized option '{unknown}'\n");
        if (arguments.Operands.Length == 0 && !helper && arguments.Type is "" or "lustre" or "lustre_tgt" && arguments.Operands.Length == 0)
            return new MountList(caller);
        if (arguments.Operands.Length != 2)
            return Refused.Text(caller, Usage, helper ? "mount.lustre: too few arguments\n" : "mount: bad usage\n");
        var (device, directory) = (arguments.Operands[0], arguments.Operands[1]);
        if (!helper && arguments.Type is not ("lustre" or "lustre_tgt"))
            return Refused.Text(caller, MountFailure, $"mount: {directory}: unknown filesystem type '{arguments.Type}'.\n");
        if (device.Contains(":/", StringComparison.Ordinal))
            return Refused.Text(caller, Errno.NoDevice,
                $"mount.lustre: mount {device} at {directory} failed: the simulated kernel has servers only, no client\n");
        return new MountStart(caller, device, directory, arguments.Options);
    }

    public static Continuation Unmount(ToolCaller caller, KernelState kernel)
    {
        var force = false;
        string? operand = null;
        foreach (var argument in caller.Arguments)
        {
            switch (argument)
            {
                case "-f" or "--force": force = true; break;
                case "-v" or "--verbose" or "-n" or "--no-mtab": break;
                case ['-', ..]: return Refused.Text(caller, Usage, $"umount: unrecognized option '{argument}'\n");
                default:
                    if (operand is not null)
                        return Refused.Text(caller, Usage, "umount: the simulated kernel takes one mount point at a time\n");
                    operand = argument;
                    break;
            }
        }
        if (operand is null)
            return Refused.Text(caller, Usage, "umount: bad usage\nTry 'umount --help' for more information.\n");
        var mount = kernel.MountTable(caller.PodUid).FirstOrDefault(m => m.Directory == operand || m.DevicePath == operand);
        return mount is null
            ? new NotMounted(caller, operand)
            : new UnmountStart(caller, mount.Service, mount.DevicePath, force);
    }
}
