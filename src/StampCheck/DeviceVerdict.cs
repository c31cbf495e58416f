namespace LustreSupervisor.StampCheck;

/// <summary>How a writer's time on a device ended.</summary>
public enum WriterEnd
{
    /// <summary>It unmounted.</summary>
    Unmounted,

    /// <summary>It was heard no more, and another one followed: it crashed, was switched off, or lost its device.</summary>
    Silent,

    /// <summary>It is the newest one and has not unmounted: it writes now, or crashed.</summary>
    Newest,
}

/// <summary>One kernel's time on a device.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="SystemUuid">Machine.</param>
/// <param name="BootId">Boot.</param>
/// <param name="Service">Lustre's name of what was mounted.</param>
/// <param name="Incarnation">Incarnation that asked for the mount; empty when none was named.</param>
/// <param name="FirstSequence">Number of its first stamp.</param>
/// <param name="LastSequence">Number of its last stamp.</param>
/// <param name="FirstAt">Time of the first, by the writer's clock.</param>
/// <param name="LastAt">Time of the last.</param>
/// <param name="End">How it ended.</param>
public sealed record Writer(
    string Node, string SystemUuid, string BootId, string Service, string Incarnation,
    long FirstSequence, long LastSequence, string FirstAt, string LastAt, WriterEnd End);

/// <summary>What the checker makes of one device.</summary>
/// <param name="Device">Name of the image, without its ending: the device's world-wide name.</param>
/// <param name="Label">Label of the file system on it; empty when there is none.</param>
/// <param name="FsUuid">UUID of that file system; empty when there is none.</param>
/// <param name="Writers">Who wrote it, in order.</param>
/// <param name="Violations">Broken rules; none when all is well.</param>
public sealed record DeviceVerdict(
    string Device, string Label, string FsUuid, IReadOnlyList<Writer> Writers, IReadOnlyList<Violation> Violations)
{
    /// <summary>True when no rule was broken.</summary>
    public bool Ok => Violations.Count == 0;
}
