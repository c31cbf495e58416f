using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>Options of a server's mount (<c>obd_mount.c</c>, <c>lmd_flags_table</c>; man mount.lustre).</summary>
internal static class MountOptions
{
    private static readonly string[] Words =
    [
        "rw", "defaults", "_netdev", "auto", "noauto", "abort_recov", "abort_recovery", "abort_recov_mdt", "nosvc", "nomgs", "noscrub",
        "skip_lfsck", "no_create", "no_precreate", "noir", "localrecov", "nolocallogs", "rdonly_dev", "force", "errors=remount-ro", "user_xattr",
        "loop",
    ];

    private static readonly string[] WithNumber =
        ["recovery_time_soft=", "recovery_time_hard=", "max_sectors_kb=", "retry=", "md_stripe_cache_size="];

    /// <summary>The first option that no server knows; null when all are known.</summary>
    public static string? Unknown(ImmutableArray<string> options) => options.FirstOrDefault(o => !Words.Contains(o)
        && !o.StartsWith("exclude=", StringComparison.Ordinal)
        && !WithNumber.Any(w => o.StartsWith(w, StringComparison.Ordinal)
            && int.TryParse(o.AsSpan(w.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)));

    /// <summary>Recovery ends as soon as the target is up.</summary>
    public static bool AbortsRecovery(ImmutableArray<string> options) => options.Contains("abort_recov") || options.Contains("abort_recovery");
}
