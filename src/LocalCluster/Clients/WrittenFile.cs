using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>What has become of one operation.</summary>
internal enum Promise : byte
{
    /// <summary>Not acknowledged: nothing was promised.</summary>
    None,

    /// <summary>Acknowledged: it must be there.</summary>
    Acknowledged,

    /// <summary>Acknowledged, and then taken back by an eviction: it may be gone.</summary>
    Revoked,
}

/// <summary>A file that a client wrote, and what was promised of it: creation, close, and one piece for each stripe.</summary>
/// <param name="name">Path below the root of the file system.</param>
/// <param name="fid">Its identity.</param>
/// <param name="layout">How it is spread.</param>
/// <param name="size">Bytes.</param>
internal sealed class WrittenFile(string name, Fid fid, FileLayout layout, long size)
{
    private readonly Lock _gate = new();
    private readonly Promise[] _pieces = new Promise[(size + layout.StripeBytes - 1) / layout.StripeBytes];
    private Promise _created;
    private Promise _closed;

    public string Name => name;

    public Fid Fid => fid;

    public FileLayout Layout => layout;

    public long Size => size;

    /// <summary>Number of pieces.</summary>
    public int Pieces => _pieces.Length;

    /// <summary>Offset and length of a piece in the file.</summary>
    public (long Offset, int Length) Piece(int index)
    {
        var offset = (long)index * layout.StripeBytes;
        return (offset, (int)Math.Min(layout.StripeBytes, size - offset));
    }

    /// <summary>What was promised: of the creation, of the close, of each piece.</summary>
    public (Promise Created, Promise Closed, Promise[] Pieces) Promises()
    {
        lock (_gate)
            return (_created, _closed, [.. _pieces]);
    }

    public void Created() => Set(ref _created, Promise.Acknowledged);

    public void Closed() => Set(ref _closed, Promise.Acknowledged);

    public void Written(int piece) => Set(ref _pieces[piece], Promise.Acknowledged);

    /// <summary>An eviction may have undone the operation.</summary>
    public void Revoke(Operation operation, int ost)
    {
        if (operation is CreateFile)
            Set(ref _created, Promise.Revoked);
        else if (operation is CloseFile)
            Set(ref _closed, Promise.Revoked);
        else if (operation is WriteObject write && layout.Osts.IndexOf(ost) is >= 0 and var column)
            Set(ref _pieces[(write.Offset / layout.StripeBytes * layout.Osts.Length) + column], Promise.Revoked);
    }

    // The news of an eviction may overtake that of the acknowledgement which it takes back.
    private void Set(ref Promise field, Promise value)
    {
        lock (_gate)
            field = field == Promise.Revoked ? field : value;
    }
}
