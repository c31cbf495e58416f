using LustreSupervisor.Topology.Agents.Orders;

namespace LustreSupervisor.Topology.Agents.Zfs;

/// <summary>Pool and dataset of a target: a function of what the target is, so that no one has to remember them.</summary>
/// <param name="Pool">A pool of its own: importing and exporting it moves this one target.</param>
/// <param name="Dataset">The dataset in it.</param>
public sealed record ZfsName(string Pool, string Dataset)
{
    /// <summary>Before names that ZFS reserves.</summary>
    private const string Prefix = "lustre-";

    /// <summary>Words that no pool's name may begin with (zpoolconcepts(7), zcmd namecheck).</summary>
    private static readonly string[] Reserved = ["mirror", "raidz", "draid", "spare", "log"];

    /// <summary>What mount, mkfs.lustre and tunefs.lustre are told: <c>POOL/DATASET</c>.</summary>
    public string Full => $"{Pool}/{Dataset}";

    /// <summary>Name of a target: <c>scratch-ost0003/ost0003</c>. Every MGT is labelled alike, so its file system's name is in it too.</summary>
    public static ZfsName Of(WantedTarget target)
    {
        var dataset = target.Kind == Common.TargetKind.Mgt ? "mgs" : target.Label[^7..].ToLowerInvariant();
        var pool = $"{target.FsName}-{dataset}";
        return new ZfsName(NeedsPrefix(pool) ? Prefix + pool : pool, dataset);
    }

    private static bool NeedsPrefix(string pool) =>
        !char.IsAsciiLetter(pool[0]) || Reserved.Any(r => pool.StartsWith(r, StringComparison.Ordinal));
}
