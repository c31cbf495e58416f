namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>Why a pool was not imported.</summary>
public enum ZpoolRefusal
{
    /// <summary>No device shows a pool of this name.</summary>
    NotFound,

    /// <summary>A pool of this name is imported in this kernel already.</summary>
    AlreadyHere,

    /// <summary>Multihost saw another host write it during the import: it is in use now.</summary>
    ActiveElsewhere,

    /// <summary>Another host had it last and did not export it; whether it still writes is not known.</summary>
    LastUsedElsewhere,

    /// <summary>Multihost is on and this host has no id.</summary>
    NoHostId,

    /// <summary>A device is missing or damaged.</summary>
    Damaged,
}

/// <summary>Error output of <c>zpool import</c> (OpenZFS 2.x, zpool_main.c and libzfs_pool.c).</summary>
/// <param name="Refusal">Why.</param>
/// <param name="Host">Host that has or had the pool; empty when none is named.</param>
/// <param name="Text">The lines, for people.</param>
public sealed record ZpoolImportError(ZpoolRefusal Refusal, string Host, string Text)
{
    private const string Tool = "zpool import";

    /// <summary>Phrases by which the reason is told, the more telling ones first.</summary>
    private static readonly (string Phrase, ZpoolRefusal Refusal)[] Phrases =
    [
        ("pool is imported on ", ZpoolRefusal.ActiveElsewhere),
        ("pool is imported on a remote host", ZpoolRefusal.ActiveElsewhere),
        ("currently imported by another system", ZpoolRefusal.ActiveElsewhere),
        ("pool has the multihost property on and the", ZpoolRefusal.NoHostId),
        ("previously in use from another system", ZpoolRefusal.LastUsedElsewhere),
        ("pool may be in use from other system", ZpoolRefusal.LastUsedElsewhere),
        ("no such pool available", ZpoolRefusal.NotFound),
        ("no pools available to import", ZpoolRefusal.NotFound),
        ("no such pool or dataset", ZpoolRefusal.NotFound),
        ("a pool with that name already exists", ZpoolRefusal.AlreadyHere),
        ("one or more devices is currently unavailable", ZpoolRefusal.Damaged),
        ("one or more devices are missing", ZpoolRefusal.Damaged),
        ("I/O error", ZpoolRefusal.Damaged),
        ("invalid vdev configuration", ZpoolRefusal.Damaged),
        ("pool metadata is corrupted", ZpoolRefusal.Damaged),
    ];

    /// <summary>Reads what a run printed that did not exit 0.</summary>
    /// <exception cref="UnrecognizedOutputException">No reason that is known is among its lines.</exception>
    public static ZpoolImportError Parse(string stderr)
    {
        var lines = stderr.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var (phrase, refusal) in Phrases)
            {
                if (lines[i].Contains(phrase, StringComparison.Ordinal))
                    return new ZpoolImportError(refusal, HostIn(stderr), stderr.Trim().ReplaceLineEndings("; "));
            }
        }
        var first = Array.FindIndex(lines, l => l.Trim().Length > 0);
        throw new UnrecognizedOutputException(Tool, first + 1, first < 0 ? "nothing was said" : lines[first]);
    }

    /// <summary><c>Last accessed by HOST (hostid=…)</c> and <c>pool is imported on HOST (hostid: …)</c>.</summary>
    private static string HostIn(string text)
    {
        foreach (var before in (string[])["Last accessed by ", "pool is imported on host '", "pool is imported on "])
        {
            var at = text.IndexOf(before, StringComparison.Ordinal);
            if (at < 0)
                continue;
            var rest = text[(at + before.Length)..];
            var end = rest.IndexOfAny([' ', '\'', '\n']);
            var host = end < 0 ? rest : rest[..end];
            return rest.StartsWith("a remote host", StringComparison.Ordinal) ? "" : host;
        }
        return "";
    }
}
