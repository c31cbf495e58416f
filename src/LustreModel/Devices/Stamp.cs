namespace LustreSupervisor.LustreModel.Devices;

/// <summary>Why a stamp was written.</summary>
public enum StampKind
{
    /// <summary>A kernel began to write the target.</summary>
    Mount,

    /// <summary>It goes on writing.</summary>
    Beat,

    /// <summary>It wrote for the last time.</summary>
    Unmount,

    /// <summary>It found, while writing, that another kernel had written too.</summary>
    DataLoss,
}

/// <summary>Proof, on the device itself, of who wrote the target and when: the stand-in for a journal commit.</summary>
/// <param name="Sequence">Counts up by one per stamp on a device, whoever writes.</param>
/// <param name="Kind">Why it was written.</param>
/// <param name="SystemUuid">Machine of the writing kernel.</param>
/// <param name="BootId">Boot of the writing kernel.</param>
/// <param name="NodeName">Name of the writing node.</param>
/// <param name="Service">Service name that was mounted.</param>
/// <param name="Incarnation">Incarnation that asked for the mount; empty when none was named.</param>
/// <param name="At">Wall time of the writer.</param>
/// <param name="Detail">What a person should know; empty but for <see cref="StampKind.DataLoss"/>.</param>
/// <param name="FsUuid">UUID of the backing file system that was found on the device at the writing; empty when there was none.</param>
public sealed record Stamp(
    long Sequence, StampKind Kind, string SystemUuid, string BootId, string NodeName, string Service, string Incarnation,
    DateTimeOffset At, string Detail = "", string FsUuid = "")
{
    /// <summary>True when both stamps come from one boot of one machine.</summary>
    public bool SameKernel(Stamp other) => SystemUuid == other.SystemUuid && BootId == other.BootId;
}
