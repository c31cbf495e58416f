using System.Globalization;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>
/// Identity of a file or of its objects. As in Lustre a client numbers its own files within a sequence that is its own, so that a
/// replayed creation makes the very same file.
/// </summary>
/// <param name="Sequence">Range that belongs to one client.</param>
/// <param name="Number">Number within the range.</param>
public readonly record struct Fid(ulong Sequence, uint Number) : IComparable<Fid>
{
    /// <inheritdoc/>
    public int CompareTo(Fid other) =>
        Sequence == other.Sequence ? Number.CompareTo(other.Number) : Sequence.CompareTo(other.Sequence);

    /// <summary>As Lustre prints it: <c>[0x200000401:0x1:0x0]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[0x{Sequence:x}:0x{Number:x}:0x0]");

    /// <summary>Order of two identities.</summary>
    public static bool operator <(Fid left, Fid right) => left.CompareTo(right) < 0;

    /// <summary>Order of two identities.</summary>
    public static bool operator >(Fid left, Fid right) => left.CompareTo(right) > 0;

    /// <summary>Order of two identities.</summary>
    public static bool operator <=(Fid left, Fid right) => left.CompareTo(right) <= 0;

    /// <summary>Order of two identities.</summary>
    public static bool operator >=(Fid left, Fid right) => left.CompareTo(right) >= 0;
}
