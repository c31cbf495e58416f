namespace LustreSupervisor.LustreModel.Devices;

/// <summary>
/// The block by which ext4 nodes keep off one another's file systems (kernel <c>fs/ext4/mmp.c</c>). The sequence decides;
/// name and time are for people.
/// </summary>
/// <param name="Sequence"><see cref="Clean"/>, <see cref="Fsck"/>, or the changing number of whoever has it mounted.</param>
/// <param name="NodeName">Kernel node name of the last writer.</param>
/// <param name="DeviceName">Device name at the last writer.</param>
/// <param name="UpdatedAt">Time of the last write.</param>
/// <param name="CheckInterval">What the last writer promised: it looks at the block before it writes, if it was away for longer.</param>
public sealed record MmpBlock(uint Sequence, string NodeName, string DeviceName, DateTimeOffset UpdatedAt, TimeSpan CheckInterval)
{
    /// <summary>Sequence after a clean unmount.</summary>
    public const uint Clean = 0xff4d4d50;

    /// <summary>Sequence while <c>e2fsck</c> works.</summary>
    public const uint Fsck = 0xe24d4d50;

    /// <summary>Largest sequence that a mount may use.</summary>
    public const uint SequenceMax = 0xe24d4d4f;

    /// <summary>Superblock's update interval: the mounting kernel rewrites the block this often.</summary>
    public static readonly TimeSpan UpdateInterval = TimeSpan.FromSeconds(5);

    /// <summary>Multiple of the time between two writes that becomes the check interval (<c>EXT4_MMP_CHECK_MULT</c>).</summary>
    public const int CheckMultiple = 2;

    /// <summary>Longest check interval (<c>EXT4_MMP_MAX_CHECK_INTERVAL</c>).</summary>
    public static readonly TimeSpan CheckIntervalMax = TimeSpan.FromSeconds(300);

    /// <summary>What a kernel uses before it has seen how slow the device is.</summary>
    public static readonly TimeSpan CheckIntervalInitial = UpdateInterval * CheckMultiple;

    /// <summary>The block of a file system that nobody has mounted yet.</summary>
    public static readonly MmpBlock Unused = new(Clean, "", "", DateTimeOffset.UnixEpoch, TimeSpan.Zero);

    /// <summary>How long a newcomer watches an unclean block: min(2 × check interval + 1 s, check interval + 60 s).</summary>
    /// <param name="factor">Factor for Lustre's own delays, already in <see cref="CheckInterval"/>.</param>
    public TimeSpan WatchTime(double factor)
    {
        var check = CheckInterval > CheckIntervalInitial * factor ? CheckInterval : CheckIntervalInitial * factor;
        var twice = (check * 2) + (TimeSpan.FromSeconds(1) * factor);
        var most = check + (TimeSpan.FromSeconds(60) * factor);
        return twice < most ? twice : most;
    }

    /// <summary>A sequence for a new mount out of random bits.</summary>
    public static uint NewSequence(uint random) => random % SequenceMax + 1;

    /// <summary>The sequence after <paramref name="sequence"/>, never a reserved one.</summary>
    public static uint Next(uint sequence) => sequence >= SequenceMax ? 1 : sequence + 1;
}
