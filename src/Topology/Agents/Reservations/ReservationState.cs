using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>What a device says of itself: who is registered, who holds it.</summary>
/// <param name="Keys">Keys registered, one an initiator; the paths of one kernel bear the same.</param>
/// <param name="Hold">The reservation; null when nobody holds it.</param>
public sealed record ReservationState(ImmutableArray<ulong> Keys, ReservationHold? Hold)
{
    /// <summary>In one line, for people and for evidence.</summary>
    public string Describe()
    {
        var keys = Keys.IsEmpty ? "none" : string.Join(", ", Keys.Distinct().Select(ReservationKey.Text));
        return Hold is null ? $"registered: {keys}; not reserved" : $"registered: {keys}; reserved by {Holder(Hold)} as {Hold.Type}";
    }

    private static string Holder(ReservationHold hold) => hold.Key == 0 ? "all registrants" : ReservationKey.Text(hold.Key);
}

/// <summary>Who holds a device, and how that excludes others.</summary>
/// <param name="Key">Key of its holder; 0 where all registrants hold it.</param>
/// <param name="Type">How it excludes.</param>
public sealed record ReservationHold(ulong Key, ReservationType Type);
