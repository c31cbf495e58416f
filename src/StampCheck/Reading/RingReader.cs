namespace LustreSupervisor.StampCheck.Reading;

/// <summary>Reads a ring of stamps: stamp n lies in slot n mod 8192, and says n twice.</summary>
internal static class RingReader
{
    /// <summary>Damages that are listed; a ring of garbage would fill a screen for each of its slots.</summary>
    private const int DamagesMax = 10;

    /// <summary>Stamps in the order of their numbers, and what is no stamp though it is not empty.</summary>
    public static (IReadOnlyList<FoundStamp> Stamps, IReadOnlyList<string> Damages) Read(byte[] ring)
    {
        var stamps = new List<FoundStamp>();
        var damages = new List<string>();
        for (var slot = 0; slot < ImageMap.RingSlots; slot++)
        {
            var bytes = ring.AsSpan(slot * ImageMap.RingSlotBytes, ImageMap.RingSlotBytes);
            if (bytes.IndexOfAnyExcept((byte)0) < 0)
                continue;
            var problem = ReadSlot(slot, bytes, stamps);
            if (problem is not null && damages.Count < DamagesMax)
                damages.Add(problem);
        }

        stamps.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return (stamps, damages);
    }

    private static string? ReadSlot(int slot, ReadOnlySpan<byte> bytes, List<FoundStamp> stamps)
    {
        if (Frame.Read(bytes) is not { } frame)
            return $"slot {slot} of the ring holds something that does not verify";
        if (FoundStamp.Parse(frame.Payload) is not { } stamp)
            return $"slot {slot} of the ring holds a frame, numbered {frame.Sequence}, that is no stamp";
        if (stamp.Sequence != frame.Sequence)
            return $"slot {slot} of the ring holds stamp {stamp.Sequence} in a frame numbered {frame.Sequence}";
        if (stamp.Sequence < 1 || stamp.Sequence % ImageMap.RingSlots != slot)
            return $"slot {slot} of the ring holds stamp {stamp.Sequence}, which belongs elsewhere";
        stamps.Add(stamp);
        return null;
    }
}
