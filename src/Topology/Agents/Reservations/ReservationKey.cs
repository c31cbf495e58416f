using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>
/// The key under which a kernel registers with a device: a function of the kernel alone, so that whoever fences it knows the key without having
/// been told, and a machine that has booted anew has another one.
/// </summary>
public static class ReservationKey
{
    /// <summary>First eight bytes of the SHA-256 of <c>SYSTEMUUID/BOOTID</c> in small letters, never 0, which means "no key" to devices.</summary>
    public static ulong Of(KernelId kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        // Firmware and kubelet write one UUID in different letters.
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(kernel.ToString().ToLowerInvariant()));
        for (var at = 0; at < digest.Length; at += sizeof(ulong))
        {
            if (BinaryPrimitives.ReadUInt64BigEndian(digest.AsSpan(at)) is not 0 and var key)
                return key;
        }

        return 1;
    }

    /// <summary>The key as tools and people write it: <c>0x</c> and hexadecimal digits, as <c>sg_persist</c> prints it.</summary>
    public static string Text(ulong key) => "0x" + key.ToString("x", CultureInfo.InvariantCulture);
}
