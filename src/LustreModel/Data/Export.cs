using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>A client as a target knows it.</summary>
/// <param name="Nid">NID that it came from last.</param>
/// <param name="Handle">Tells this life of the client from one before an eviction.</param>
public sealed record Export(string Nid, long Handle)
{
    /// <summary>True once it has connected since the target started.</summary>
    public bool Back { get; init; }

    /// <summary>In recovery: it has replayed all that it had.</summary>
    public bool Finished { get; init; }

    /// <summary>In recovery: number of the request that waits for the end of it; 0 for none.</summary>
    public long WaitingXid { get; init; }

    /// <summary>Transactions by the number of the request whose reply the client may still need.</summary>
    public ImmutableSortedDictionary<long, long> Replies { get; init; } = ImmutableSortedDictionary<long, long>.Empty;

    /// <summary>This client after one of its transactions, or after it said which replies it has.</summary>
    public Export With(long answered, long xid = 0, long transno = 0)
    {
        var replies = Replies;
        while (!replies.IsEmpty && replies.First().Key is var oldest && oldest <= answered)
            replies = replies.Remove(oldest);
        return this with { Replies = transno == 0 ? replies : replies.SetItem(xid, transno) };
    }
}
