namespace LustreSupervisor.LustreTools.Pods;

/// <summary>What a pod has for itself.</summary>
internal enum Isolation
{
    /// <summary>Nothing: the kernel or this user's rights allow no more.</summary>
    None,

    /// <summary>Its mounts.</summary>
    Mount,

    /// <summary>Its mounts and its process ids: the end of its first process is the end of all.</summary>
    Pid,
}
