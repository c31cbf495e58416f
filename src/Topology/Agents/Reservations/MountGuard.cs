using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>What an agent does next to guard a device before it mounts.</summary>
public abstract record GuardStep
{
    /// <summary>Take another kernel's key away.</summary>
    public sealed record Preempt(ulong Key) : GuardStep;

    /// <summary>Reserve the device.</summary>
    public sealed record Reserve : GuardStep;

    /// <summary>This kernel alone can write: mount.</summary>
    public sealed record Held : GuardStep;

    /// <summary>Do not mount.</summary>
    public sealed record Refuse(Fault Fault) : GuardStep;
}

/// <summary>
/// Guards a device for one kernel, before it mounts: at the end it is the only one registered, and holds the reservation, so that every other
/// kernel's writes are refused by the device itself, those included that a frozen one still has queued.
/// <para>
/// The order makes it safe. An agent registers first and looks at the target's Lease afterwards; from there on it uses only what a registered key
/// may do. So an agent that slept through its own fence finds its key gone and everything refused; and one that slept before it registered finds
/// the Lease taken. Whoever took the Lease last takes everybody else's key away.
/// </para>
/// <para>
/// The key stays after an unmount. Taking it away would end the reservation, and a kernel that was only cut off, and is frozen to this day,
/// could write when it thaws. The next mount, wherever it is, takes it away.
/// </para>
/// </summary>
public static class MountGuard
{
    /// <summary>Steps before the guard is given up: more initiators than a device has are not fought with.</summary>
    public const int StepsMax = 64;

    /// <summary>Decides about the next step.</summary>
    /// <param name="seen">What the device says.</param>
    /// <param name="own">Key of this kernel, registered before the Lease was looked at.</param>
    /// <param name="device">Device, for people.</param>
    public static GuardStep Next(ReservationState seen, ulong own, string device)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (!seen.Keys.Contains(own))
            return Refuse(FaultKind.Node, "KeyPreempted",
                $"the key {ReservationKey.Text(own)} of this kernel was taken away from {device}: it has been fenced, or another mounts; {seen.Describe()}");
        if (seen.Keys.FirstOrDefault(k => k != own) is not 0 and var other)
            return new GuardStep.Preempt(other);
        return seen.Hold switch
        {
            null => new GuardStep.Reserve(),
            { Type: ReservationType.WriteExclusiveRegistrantsOnly } hold when hold.Key == own => new GuardStep.Held(),
            _ => Refuse(FaultKind.Target, "ReservedDifferently",
                $"{device} is reserved in another way than this supervisor does it; {seen.Describe()}; release it by hand"),
        };
    }

    /// <summary>May the key be taken away again, after the Lease was refused? Only where that leaves the device as it was found.</summary>
    /// <param name="before">What the device said before the key was registered.</param>
    /// <param name="after">What it says now.</param>
    /// <param name="own">Key of this kernel.</param>
    public static bool MayUnregister(ReservationState before, ReservationState after, ulong own)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return !before.Keys.Contains(own) && after.Keys.Contains(own) && after.Hold is { Key: not 0 } hold && hold.Key != own;
    }

    /// <summary>A call that failed, as a fault of the mount.</summary>
    /// <param name="unsupported">The device knows no such command.</param>
    /// <param name="device">Device, for people.</param>
    /// <param name="said">What the tool said.</param>
    public static Fault Failed(bool unsupported, string device, string said) => unsupported
        ? new Fault(FaultKind.Target, "ReservationsUnsupported", $"{device} knows no persistent reservations; name another fence agent: {said}")
        : new Fault(FaultKind.Node, "ReservationFailed", $"{device} could not be guarded by a reservation, it is not mounted: {said}");

    private static GuardStep.Refuse Refuse(FaultKind kind, string reason, string message) => new(new Fault(kind, reason, message));
}
