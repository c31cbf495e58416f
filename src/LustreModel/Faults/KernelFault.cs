namespace LustreSupervisor.LustreModel.Faults;

/// <summary>What can be made to go wrong in one simulated kernel.</summary>
public enum KernelFaultKind
{
    /// <summary>Mounts of <see cref="KernelFault.Subject"/> take <see cref="KernelFault.Seconds"/> longer (not scaled).</summary>
    MountSlow,

    /// <summary>Unmounts of <see cref="KernelFault.Subject"/> do not end until the fault is cleared: a zombie obd (tgt_mount.c, server_put_super).</summary>
    UnmountHung,

    /// <summary>Every read and write of the subject's device fails with EIO: the target goes read-only, the node is <c>NOT HEALTHY</c>.</summary>
    DeviceError,

    /// <summary>A kernel assertion of Lustre failed: <c>health_check</c> says <c>LBUG</c>; ends with the kernel only.</summary>
    Lbug,

    /// <summary>LNet messages to and from the NID <see cref="KernelFault.Subject"/> are dropped.</summary>
    NetworkLost,

    /// <summary>The MGS on this kernel, where one runs, answers nobody.</summary>
    MgsSilent,
}

/// <summary>One order to a simulated kernel to break, or to heal again.</summary>
/// <param name="Kind">What breaks.</param>
/// <param name="Subject">A target's label (<c>scratch-OST0001</c>, <c>MGS</c>), or the peer's NID for <see cref="KernelFaultKind.NetworkLost"/>
/// (<c>ADDRESS@*</c> for the address on every network); empty for whatever the kernel has.</param>
/// <param name="Seconds">How much slower, in seconds, for <see cref="KernelFaultKind.MountSlow"/>; else 0.</param>
/// <param name="Clear">Whether the fault ends instead of beginning.</param>
public sealed record KernelFault(KernelFaultKind Kind, string Subject = "", double Seconds = 0, bool Clear = false)
{
    /// <summary>Stands for every network behind an address.</summary>
    public const string AnyNetwork = "*";
}
