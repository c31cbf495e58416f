namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>
/// How a reservation excludes. All six refuse the writes of whoever is not registered (SPC-4, 5.9.3, table "Persistent reservations that
/// allow"; NVM Express Base Specification, "Reservations").
/// </summary>
public enum ReservationType
{
    /// <summary>Only the holder writes.</summary>
    WriteExclusive,

    /// <summary>Only the holder reads or writes.</summary>
    ExclusiveAccess,

    /// <summary>
    /// Only registrants write; everybody reads. The type that is used here: a target is probed from any node (blkid, MMP), several paths of one
    /// kernel write, and one holder can be told from the others, which "all registrants" cannot: there every registrant holds it, and the
    /// holder that an output names is nobody.
    /// </summary>
    WriteExclusiveRegistrantsOnly,

    /// <summary>Only registrants read or write.</summary>
    ExclusiveAccessRegistrantsOnly,

    /// <summary>Only registrants write, and each of them holds the reservation.</summary>
    WriteExclusiveAllRegistrants,

    /// <summary>Only registrants read or write, and each of them holds the reservation.</summary>
    ExclusiveAccessAllRegistrants,
}
