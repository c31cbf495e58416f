namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>Flags of a target's <c>mountdata</c> (uapi/linux/lustre/lustre_disk.h).</summary>
[Flags]
public enum TargetFlags
{
    /// <summary>No role and no state: nothing that mkfs.lustre writes.</summary>
    None = 0,

    /// <summary>Metadata target.</summary>
    Mdt = 0x1,

    /// <summary>Object storage target.</summary>
    Ost = 0x2,

    /// <summary>Management target.</summary>
    Mgs = 0x4,

    /// <summary>No index was given: it is never mounted in that state.</summary>
    NeedsIndex = 0x10,

    /// <summary>Never registered.</summary>
    FirstTime = 0x20,

    /// <summary>Registers again at the next mount.</summary>
    Update = 0x40,

    /// <summary>Regenerates its configuration at the next mount.</summary>
    WriteConf = 0x100,

    /// <summary>Formatted with <c>--servicenode</c>.</summary>
    NoPrimNode = 0x1000,

    /// <summary>Takes no local copy of its configuration.</summary>
    NoLocalLogs = 0x10000,
}
