using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>Where the bytes are that each transaction brought: in memory until they are on disk. Guarded by its owner's lock.</summary>
internal sealed class PayloadStore
{
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _inMemory = [];
    private readonly Dictionary<long, long> _onDisk = [];

    /// <summary>Takes the payloads of changes that have just happened.</summary>
    public void Keep(IEnumerable<Change> changes)
    {
        foreach (var applied in changes.OfType<Applied>())
        {
            if (applied.Operation is WriteObject write)
                _inMemory[applied.Transno] = write.Payload;
        }
    }

    /// <summary>A batch is on disk.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="position">Position of its first byte in the log.</param>
    public void Move(EncodedBatch batch, long position)
    {
        foreach (var (transno, offset, _) in batch.Payloads)
        {
            _onDisk[transno] = position + offset;
            _inMemory.Remove(transno);
        }
    }

    /// <summary>Sources of a read: bytes in memory, or a position in the log.</summary>
    public (Extent Extent, ReadOnlyMemory<byte>? InMemory, long Position)[] Locate(ReadPlan plan) =>
    [
        .. plan.Extents.Select(extent => _inMemory.TryGetValue(extent.Transno, out var bytes)
            ? (extent, bytes.Slice(extent.At, extent.Length), 0L)
            : (extent, (ReadOnlyMemory<byte>?)null, _onDisk[extent.Transno] + extent.At)),
    ];

    /// <summary>Fetches the bytes of a read; what nobody wrote is zero.</summary>
    /// <exception cref="IOException">The device cannot be read.</exception>
    public static byte[] Fetch(ReadPlan plan, (Extent Extent, ReadOnlyMemory<byte>? InMemory, long Position)[] sources, DataLog log)
    {
        var bytes = new byte[plan.Length];
        foreach (var (extent, inMemory, position) in sources)
        {
            var to = bytes.AsSpan((int)(extent.Start - plan.Offset), extent.Length);
            if (inMemory is { } memory)
                memory.Span.CopyTo(to);
            else
                log.Read(to, position);
        }
        return bytes;
    }
}
