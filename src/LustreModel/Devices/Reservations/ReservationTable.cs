using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Devices.Reservations;

/// <summary>
/// Persistent reservations of a device, as SPC-4 (5.9) and the NVM Express Base Specification ("Reservations") agree on them. It is the storage's own
/// state: all nodes see one, and it outlives their kernels. An initiator is a machine: its registration outlives its boots.
/// </summary>
/// <param name="Registrants">Keys by initiator.</param>
/// <param name="Holder">Initiator that holds the reservation; null when nobody does, empty when all registrants do.</param>
/// <param name="Type">Type of the reservation, as SCSI numbers them; 0 without one.</param>
/// <param name="Generation">Counts changes of registrations.</param>
public sealed record ReservationTable(ImmutableSortedDictionary<string, ulong> Registrants, string? Holder, int Type, uint Generation)
{
    private const int WriteExclusive = 1;
    private const int ExclusiveAccess = 3;

    /// <summary>Nobody is registered.</summary>
    public static ReservationTable Empty { get; } = new(ImmutableSortedDictionary.Create<string, ulong>(StringComparer.Ordinal), null, 0, 0);

    /// <summary>True when nothing was ever registered, or nothing is left of it.</summary>
    public bool IsEmpty => Registrants.IsEmpty && Holder is null;

    /// <summary>Key that a reader is told as the holder's: 0 where all registrants hold the reservation.</summary>
    public ulong HolderKey => Holder is { Length: > 0 } holder ? Registrants[holder] : 0;

    /// <summary>May this initiator write? All six types refuse those that are not registered; two refuse all but the holder.</summary>
    public bool MayWrite(string initiator) => Holder is null || (Type is WriteExclusive or ExclusiveAccess
        ? Holder == initiator
        : Registrants.ContainsKey(initiator));

    /// <summary>Registers a key whatever was registered before; key 0 takes the registration away.</summary>
    public ReservationTable Register(string initiator, ulong key) => key == 0
        ? Without([initiator]) with { Generation = Generation + 1 }
        : this with { Registrants = Registrants.SetItem(initiator, key), Generation = Generation + 1 };

    /// <summary>Reserves; null is a reservation conflict.</summary>
    public ReservationTable? Reserve(string initiator, ulong key, int type)
    {
        if (!Holds(initiator, key) || !IsType(type))
            return null;
        return Holder is null
            ? this with { Holder = HolderFor(initiator, type), Type = type }
            : Type == type && (Holder == initiator || Holder.Length == 0) ? this : null;
    }

    /// <summary>Ends the reservation if this initiator holds it; null is a conflict.</summary>
    public ReservationTable? Release(string initiator, ulong key, int type)
    {
        if (!Holds(initiator, key))
            return null;
        if (Holder is null || (Holder.Length > 0 && Holder != initiator))
            return this;
        return Type == type ? this with { Holder = null, Type = 0 } : null;
    }

    /// <summary>Takes all registrations of a key away, and the reservation over if it was theirs; null is a conflict.</summary>
    public ReservationTable? Preempt(string initiator, ulong key, ulong other, int type)
    {
        if (!Holds(initiator, key))
            return null;
        var takesOver = Holder is { Length: > 0 } holder && Registrants[holder] == other;
        var gone = Registrants.Where(r => r.Key != initiator && (r.Value == other || (other == 0 && Holder is ""))).Select(r => r.Key).ToArray();
        if (gone.Length == 0 && !takesOver)
            return null;
        if (takesOver && !IsType(type))
            return null;
        var left = this with { Registrants = Registrants.RemoveRange(gone), Generation = Generation + 1 };
        return takesOver || (other == 0 && Holder is "") ? left with { Holder = HolderFor(initiator, type), Type = type } : left;
    }

    /// <summary>Takes everything away; null is a conflict.</summary>
    public ReservationTable? Clear(string initiator, ulong key) =>
        Holds(initiator, key) ? Empty with { Generation = Generation + 1 } : null;

    /// <summary>True when the initiator is registered under the key.</summary>
    public bool Holds(string initiator, ulong key) => Registrants.TryGetValue(initiator, out var own) && own == key;

    /// <summary>The types that exist: 1, 3, and 5 to 8.</summary>
    private static bool IsType(int type) => type is WriteExclusive or ExclusiveAccess or (>= 5 and <= 8);

    // 7 and 8: every registrant is a holder.
    private static string HolderFor(string initiator, int type) => type >= 7 ? "" : initiator;

    private ReservationTable Without(string[] initiators)
    {
        var left = Registrants.RemoveRange(initiators);
        var ends = Holder is { Length: > 0 } holder ? initiators.Contains(holder) : left.IsEmpty;
        return ends ? this with { Registrants = left, Holder = null, Type = 0 } : this with { Registrants = left };
    }
}
