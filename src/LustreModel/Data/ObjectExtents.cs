using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>A run of bytes of an object, and the transaction that brought them.</summary>
/// <param name="Start">Offset in the object.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Transno">Transaction.</param>
/// <param name="At">Offset within that transaction's payload.</param>
public readonly record struct Extent(long Start, int Length, long Transno, int At)
{
    /// <summary>Offset behind the last byte.</summary>
    public long End => Start + Length;
}

/// <summary>What a read returns, in order: runs of bytes that transactions brought; between them zeros.</summary>
/// <param name="Offset">Offset in the object.</param>
/// <param name="Length">Bytes, cut at the object's end.</param>
/// <param name="Extents">Runs, cut to the range.</param>
public sealed record ReadPlan(long Offset, int Length, ImmutableArray<Extent> Extents);

/// <summary>The content of an object as runs, sorted, none overlapping another.</summary>
/// <param name="Runs">The runs.</param>
public sealed record ObjectExtents(ImmutableList<Extent> Runs)
{
    /// <summary>An object without content.</summary>
    public static readonly ObjectExtents Empty = new(ImmutableList<Extent>.Empty);

    /// <summary>Bytes, holes included.</summary>
    public long Size => Runs.IsEmpty ? 0 : Runs[^1].End;

    /// <summary>The object after a write: the newest bytes win.</summary>
    public ObjectExtents Write(long offset, int length, long transno)
    {
        if (length == 0)
            return this;
        var fresh = new Extent(offset, length, transno, 0);
        var (first, last) = Overlap(offset, fresh.End);
        var kept = ImmutableList.CreateBuilder<Extent>();
        if (first < last && Runs[first] is var head && head.Start < offset)
            kept.Add(head with { Length = (int)(offset - head.Start) });
        kept.Add(fresh);
        if (first < last && Runs[last - 1] is var tail && tail.End > fresh.End)
            kept.Add(Cut(tail, fresh.End, tail.End));
        return new ObjectExtents(Runs.RemoveRange(first, last - first).InsertRange(first, kept));
    }

    /// <summary>What a read has to fetch.</summary>
    public ReadPlan Read(long offset, int length)
    {
        var end = Math.Max(offset, Math.Min(offset + length, Size));
        var (first, last) = Overlap(offset, end);
        var extents = ImmutableArray.CreateBuilder<Extent>(last - first);
        for (var i = first; i < last; i++)
            extents.Add(Cut(Runs[i], Math.Max(offset, Runs[i].Start), Math.Min(end, Runs[i].End)));
        return new ReadPlan(offset, (int)(end - offset), extents.ToImmutable());
    }

    // Indices of the runs that share a byte with the range: from the first, up to but not with the last.
    private (int First, int Last) Overlap(long start, long end)
    {
        var first = FirstWhere(run => run.End > start);
        var last = FirstWhere(run => run.Start >= end);
        return (first, Math.Max(first, last));
    }

    private int FirstWhere(Func<Extent, bool> holds)
    {
        var (low, high) = (0, Runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(Runs[middle]) ? (low, middle) : (middle + 1, high);
        }
        return low;
    }

    private static Extent Cut(Extent run, long start, long end) =>
        new(start, (int)(end - start), run.Transno, run.At + (int)(start - run.Start));
}
