using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>Signatures of things that are not ours and not ext4: the few that operators meet on reused disks.</summary>
internal static class ForeignSignature
{
    private static readonly (long Offset, byte[] Magic, string Type)[] Known =
    [
        (0, "XFSB"u8.ToArray(), "xfs"),
        (0x200, "LABELONE"u8.ToArray(), "LVM2_member"),
        (0xff6, "SWAPSPACE2"u8.ToArray(), "swap"),
        (0x10040, "_BHRfS_M"u8.ToArray(), "btrfs"),
        (0, [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe], "crypto_LUKS"),
    ];

    /// <summary>Type as blkid(8) names it; null when none is found.</summary>
    public static string? Find(SafeFileHandle image)
    {
        foreach (var (offset, magic, type) in Known)
        {
            var bytes = new byte[magic.Length];
            if (RandomAccess.Read(image, bytes, offset) == bytes.Length && bytes.AsSpan().SequenceEqual(magic))
                return type;
        }
        return null;
    }
}
