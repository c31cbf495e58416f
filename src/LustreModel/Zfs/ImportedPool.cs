namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>A pool that a kernel has imported. It is the kernel's, not a pod's.</summary>
/// <param name="DevicePath">The device.</param>
/// <param name="SizeBytes">Its capacity.</param>
/// <param name="Pool">The pool as it was imported or changed here last.</param>
public sealed record ImportedPool(string DevicePath, long SizeBytes, ZfsPool Pool)
{
    /// <summary>True once the pool was found taken by another host, or gone: ZFS suspends it.</summary>
    public bool Suspended { get; init; }
}
