using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>How a file is spread: stripes go round robin over the OSTs (RAID 0), one object of the file's identity on each.</summary>
/// <param name="StripeBytes">Size of a stripe.</param>
/// <param name="Osts">Indices of the OSTs, in the order of the stripes.</param>
public sealed record FileLayout(int StripeBytes, ImmutableArray<int> Osts)
{
    /// <summary>Most stripes of a file (<c>LOV_MAX_STRIPE_COUNT</c>).</summary>
    public const int StripesMax = 2000;

    /// <summary>Where a byte of the file lies, and how many bytes follow it in the same stripe.</summary>
    /// <param name="offset">Offset in the file.</param>
    public (int Ost, long ObjectOffset, int Length) Locate(long offset)
    {
        var stripe = offset / StripeBytes;
        var within = (int)(offset % StripeBytes);
        return (Osts[(int)(stripe % Osts.Length)], (stripe / Osts.Length * StripeBytes) + within, StripeBytes - within);
    }

    /// <inheritdoc/>
    public bool Equals(FileLayout? other) => other is not null && StripeBytes == other.StripeBytes && Osts.SequenceEqual(other.Osts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StripeBytes, Osts.Length);
}

/// <summary>A file as its MDT knows it.</summary>
/// <param name="Fid">Identity of the file and of its objects.</param>
/// <param name="Layout">How it is spread.</param>
/// <param name="Size">Bytes, as told by the client that closed it; 0 until then.</param>
public sealed record FileEntry(Fid Fid, FileLayout Layout, long Size);
