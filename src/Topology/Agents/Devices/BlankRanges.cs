using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>
/// Where a device must be empty before it counts as blank. blkid looks for signatures at the places where they belong; a device whose first
/// superblock was wiped still holds its data, and shows it at the backups.
/// </summary>
public static class BlankRanges
{
    /// <summary>Bytes at each end: both pairs of ZFS labels, both GPTs, LVM and RAID metadata lie within.</summary>
    public const int EndBytes = 1 << 20;

    /// <summary>Bytes read where a backup superblock may lie: an ext superblock has 1024.</summary>
    public const int BackupBytes = 4096;

    /// <summary>btrfs keeps its copies here.</summary>
    private static readonly long[] BtrfsCopies = [64L << 20, 256L << 30];

    /// <summary>
    /// Ranges by ascending offset for a device of <paramref name="size"/> bytes. All lie within it; a backup may reach into the last range.
    /// </summary>
    public static ImmutableArray<(long Offset, int Length)> For(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (size <= 2L * EndBytes)
            return size == 0 ? [] : [(0, (int)size)];
        var inner = new SortedSet<long>(BtrfsCopies);
        foreach (var blockSize in (int[])[1024, 2048, 4096])
            inner.UnionWith(ExtBackups(size, blockSize));
        return
        [
            (0, EndBytes),
            .. inner.Where(o => o >= EndBytes && o < size - EndBytes).Select(o => (o, BackupBytes)),
            (size - EndBytes, EndBytes),
        ];
    }

    /// <summary>
    /// Groups 1 and the powers of 3, 5 and 7 (sparse_super), and the last one (sparse_super2); a group has 8 blocks a byte of one block.
    /// </summary>
    private static IEnumerable<long> ExtBackups(long size, int blockSize)
    {
        var groupBytes = 8L * blockSize * blockSize;
        var firstBlock = blockSize == 1024 ? blockSize : 0;
        var last = (size - 1) / groupBytes;
        yield return (last * groupBytes) + firstBlock;
        if (last >= 1)
            yield return groupBytes + firstBlock;
        foreach (var root in (int[])[3, 5, 7])
        {
            for (long group = root; group <= last; group *= root)
                yield return (group * groupBytes) + firstBlock;
        }
    }
}
