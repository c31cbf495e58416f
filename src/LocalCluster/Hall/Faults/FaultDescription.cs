namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>What a fault is done to.</summary>
public enum FaultSubject
{
    /// <summary>Nothing is to be named.</summary>
    None,

    /// <summary>A target, by the name of its resource or by Lustre's label.</summary>
    Target,

    /// <summary>A target that need not exist yet, by Lustre's label.</summary>
    NewTarget,

    /// <summary>A management server; may be left out where there is only one.</summary>
    Mgs,

    /// <summary>One machine of the cluster, by the name of its node.</summary>
    Node,
}

/// <summary>How a fault ends.</summary>
public enum FaultHealing
{
    /// <summary>It is over as soon as it has happened; what it broke is the supervisor's to mend.</summary>
    AtOnce,

    /// <summary>By <c>--clear</c>, after <c>--seconds</c>, or with the kernel that shows it.</summary>
    Clear,

    /// <summary>Only with the kernel that shows it: power the node off and on.</summary>
    Power,

    /// <summary>Not by this program: it is written on a device.</summary>
    Never,
}

/// <summary>One line of the table of faults.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Name">Its name on command lines and in JSON.</param>
/// <param name="Subject">What it is done to.</param>
/// <param name="Healing">How it ends.</param>
/// <param name="SecondsDefault">Seconds when none are given; 0 when it lasts until it is cleared; null when it takes none.</param>
/// <param name="Help">What it does, for a person.</param>
public sealed record FaultDescription(
    FaultKind Kind, string Name, FaultSubject Subject, FaultHealing Healing, double? SecondsDefault, string Help)
{
    /// <summary>True when a second node, or a client, has to be named.</summary>
    public bool TakesPeer => Kind == FaultKind.LostNetwork;

    /// <summary>True when the subject may be left out.</summary>
    public bool SubjectOptional => Subject is FaultSubject.None or FaultSubject.Mgs;
}
