namespace LustreSupervisor.LustreModel.Running;

/// <summary>Kinds of <see cref="KernelEvent"/>.</summary>
public enum KernelEventKind
{
    /// <summary>A target started.</summary>
    Mounted,

    /// <summary>A target stopped.</summary>
    Unmounted,

    /// <summary>A device got a file system.</summary>
    Formatted,

    /// <summary>A target's backing file system went read-only.</summary>
    ReadOnly,

    /// <summary>Two kernels wrote one target, or one was formatted under a running server. No command reports this.</summary>
    DataLoss,
}

/// <summary>Something that a kernel's log would tell.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Service">Service name or label concerned.</param>
/// <param name="DevicePath">Device concerned.</param>
/// <param name="Message">For people.</param>
public sealed record KernelEvent(KernelEventKind Kind, string Service, string DevicePath, string Message);
