using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Formatting;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Lctl;
using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Probing;
using LustreSupervisor.LustreModel.Reserving;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>Entry to the model: from an argument vector, or from the death of a pod, to the first step.</summary>
public static class ToolMachine
{
    /// <summary>Exit code of a shell that does not find a command.</summary>
    private const int CommandNotFound = 127;

    /// <summary>The tools by name: the names under which the simulated tools are installed on a node.</summary>
    public static ImmutableArray<string> Tools { get; } =
        ["mkfs.lustre", "tunefs.lustre", "mount", "mount.lustre", "umount", "blkid", "dumpe2fs", "lctl", "lnetctl", "dmesg", "zpool", "zfs",
        "sg_persist", "nvme"];

    /// <summary>First step of a call; for a call that makes no sense, one that says so as the tool would.</summary>
    /// <param name="caller">Argument vector and process.</param>
    /// <param name="kernel">The kernel as it is now; only to find what the arguments name.</param>
    public static Continuation Begin(ToolCaller caller, KernelState kernel) => caller.Tool switch
    {
        "mkfs.lustre" => Mkfs.Begin(caller, kernel),
        "tunefs.lustre" => Tunefs.Begin(caller),
        "mount" or "mount.lustre" => MountTool.Mount(caller),
        "umount" => MountTool.Unmount(caller, kernel),
        "blkid" => Blkid.Begin(caller),
        "dumpe2fs" => Dumpe2fs.Begin(caller),
        "lctl" => LctlTool.Lctl(caller, kernel),
        "lnetctl" => LnetctlTool.Begin(caller),
        "zpool" => ZpoolTool.Begin(caller, kernel),
        "zfs" => ZfsTool.Begin(caller),
        "sg_persist" => SgPersistTool.Begin(caller),
        "nvme" => NvmeTool.Begin(caller),
        "dmesg" => DmesgTool.Begin(caller),
        var unknown => Refused.Text(caller, CommandNotFound, $"{unknown}: not a tool of the simulated kernel\n"),
    };

    /// <summary>
    /// What the kernel does when a pod's last process has died: each of its mounts is taken down a little later, failover-style.
    /// A mount that is still under way is not among them; it belongs to its own call.
    /// </summary>
    public static ImmutableArray<Continuation> EndPod(KernelState kernel, string podUid) =>
    [
        .. kernel.MountTable(podUid).Select(m => new PodTeardown(new ToolCaller(["pod-teardown"], 0, podUid), m.Service, m.DevicePath)),
    ];
}
