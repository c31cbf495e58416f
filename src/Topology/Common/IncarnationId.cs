using System.Globalization;

namespace LustreSupervisor.Topology.Common;

/// <summary>One life of a server, persisted before its pod exists and carried by the pod, the Lease and every order (design: Incarnations).</summary>
/// <param name="Epoch">Epoch of the journal; a restored journal starts a new one.</param>
/// <param name="Number">Counts up from 1 within the target.</param>
/// <param name="Nonce">Random text that tells two claims to one number apart.</param>
public sealed record IncarnationId(long Epoch, long Number, string Nonce)
{
    /// <summary>Text form <c>epoch.number.nonce</c>, as in annotations and Leases.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Number}.{Nonce}");

    /// <summary>Reads the text form; false when it is not one.</summary>
    public static bool TryParse(string? text, out IncarnationId id)
    {
        id = new IncarnationId(0, 0, "");
        var parts = text?.Split('.', 3);
        if (parts is not { Length: 3 }
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || parts[2].Length == 0)
            return false;
        id = new IncarnationId(epoch, number, parts[2]);
        return true;
    }

    /// <summary>True when this life comes after <paramref name="other"/> in the journal's order.</summary>
    public bool Follows(IncarnationId other) =>
        Epoch > other.Epoch || (Epoch == other.Epoch && Number > other.Number);
}
