using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>A batch as bytes, and where in them the payloads of its writes lie.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Payloads">Offset and length by transaction.</param>
public sealed record EncodedBatch(ReadOnlyMemory<byte> Bytes, ImmutableArray<(long Transno, int Offset, int Length)> Payloads);

/// <summary>Bytes of batches on a target's disk. Codes are for ever.</summary>
public static class BatchCodec
{
    private const byte Version = 1;
    private const byte Added = 1;
    private const byte Removed = 2;
    private const byte Epoch = 3;
    private const byte Transaction = 4;

    /// <summary>Writes a batch.</summary>
    public static EncodedBatch Encode(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var to = new ByteWriter();
        var payloads = ImmutableArray.CreateBuilder<(long, int, int)>();
        to.Byte(Version);
        to.Int64(batch.LastTransno);
        to.Int32(batch.Changes.Length);
        foreach (var change in batch.Changes)
        {
            Encode(to, change);
            if (change is Applied { Operation: WriteObject write } applied)
                payloads.Add((applied.Transno, to.Position - write.Payload.Length, write.Payload.Length));
        }
        return new EncodedBatch(to.Written, payloads.ToImmutable());
    }

    /// <summary>Reads a batch.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static (Batch Batch, ImmutableArray<(long Transno, int Offset, int Length)> Payloads) Decode(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        if (from.Byte() != Version)
            throw new DataFormatException("another version of the log");
        var (last, count) = (from.Int64(), from.Count(bytes.Length));
        var changes = ImmutableArray.CreateBuilder<Change>();
        var payloads = ImmutableArray.CreateBuilder<(long, int, int)>();
        for (var left = count; left > 0; left--)
        {
            var change = Decode(from);
            changes.Add(change);
            if (change is Applied { Operation: WriteObject write } applied)
                payloads.Add((applied.Transno, from.Position - write.Payload.Length, write.Payload.Length));
        }
        from.End();
        return (new Batch(changes.ToImmutable(), last), payloads.ToImmutable());
    }

    private static void Encode(ByteWriter to, Change change)
    {
        switch (change)
        {
            case ClientAdded added:
                to.Byte(Added);
                to.Text(added.Client);
                to.Text(added.Nid);
                to.Int64(added.Handle);
                break;
            case ClientRemoved removed:
                to.Byte(Removed);
                to.Text(removed.Client);
                break;
            case EpochBegun epoch:
                to.Byte(Epoch);
                to.Int64(epoch.Transno);
                break;
            case Applied applied:
                to.Byte(Transaction);
                to.Int64(applied.Transno);
                to.Text(applied.Client);
                to.Int64(applied.Xid);
                to.Int64(applied.Answered);
                OperationCodec.Encode(to, applied.Operation);
                break;
            default:
                throw new ArgumentException($"unknown change {change.GetType().Name}", nameof(change));
        }
    }

    private static Change Decode(ByteReader from) => from.Byte() switch
    {
        Added => new ClientAdded(from.Text(), from.Text(), from.Int64()),
        Removed => new ClientRemoved(from.Text()),
        Epoch => new EpochBegun(from.Int64()),
        Transaction => new Applied(from.Int64(), from.Text(), from.Int64(), from.Int64(), OperationCodec.Decode(from)),
        var unknown => throw new DataFormatException($"{unknown} is no change"),
    };
}
