namespace LustreSupervisor.LustreModel.Devices;

/// <summary>Flags of a Lustre target as kept in <c>CONFIGS/mountdata</c>; the values are Lustre's own (uapi <c>lustre_disk.h</c>).</summary>
[Flags]
public enum TargetFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The target serves metadata.</summary>
    Mdt = 0x1,

    /// <summary>The target serves objects.</summary>
    Ost = 0x2,

    /// <summary>The target holds the configuration of file systems.</summary>
    Mgs = 0x4,

    /// <summary>Formatted without an index: cannot be mounted by today's tools.</summary>
    NeedsIndex = 0x10,

    /// <summary>Never registered with an MGS; the tools print <c>first_time</c>.</summary>
    Virgin = 0x20,

    /// <summary>The configuration must be sent to the MGS at the next mount. <c>mount.lustre</c> clears it before mount(2).</summary>
    Update = 0x40,

    /// <summary>Configuration logs of the target are to be written anew at the next mount.</summary>
    Writeconf = 0x100,

    /// <summary>Formatted with <c>--servicenode</c>: every listed node is equal.</summary>
    NoPrimnode = 0x1000,

    /// <summary>The target ignores its local copy of the configuration logs.</summary>
    NoLocalLogs = 0x10000,
}
