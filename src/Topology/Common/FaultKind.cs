namespace LustreSupervisor.Topology.Common;

/// <summary>Every way in which a server can fail, as the crash policy knows them (design: "Crash handling is the supervision strategy").</summary>
public enum FaultKind
{
    /// <summary>API answered 429 or 5xx, a probe was lost, a call timed out: nothing is wrong with the server.</summary>
    Transient,

    /// <summary>The session with the agent broke; the server may be well.</summary>
    Session,

    /// <summary>Mount could not register: errno 107, 108 or 110, or 5 while no MGS NID answers.</summary>
    MgsUnreachable,

    /// <summary>Container exited, was OOM-killed, the agent died or the pod never started: the kernel lives.</summary>
    PodCrashed,

    /// <summary>Node lost, rebooted, LBUG, or its path to the device is gone.</summary>
    Node,

    /// <summary>The target itself: wrong label, foreign device, index in use, active elsewhere, I/O errors.</summary>
    Target,

    /// <summary>The unmount passed its deadline. Nothing is assumed stopped.</summary>
    UnmountHung,

    /// <summary>A broken invariant of the supervisor itself.</summary>
    Supervisor,

    /// <summary>Anything no row of the table knows.</summary>
    Unknown,
}
