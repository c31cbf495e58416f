namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>A kernel's <c>/proc/mounts</c>, as far as targets are concerned.</summary>
public static class MountTable
{
    /// <summary>Types that a mounted target shows (2.13 and later may show <c>lustre_tgt</c>).</summary>
    private static readonly string[] LustreTypes = ["lustre", "lustre_tgt"];

    /// <summary>True when the device is mounted, as a Lustre target or as anything else.</summary>
    public static bool Mounts(string table, string device) => Rows(table).Any(r => r.Device == device);

    /// <summary>True when a Lustre target of this device is mounted on this very directory.</summary>
    public static bool MountsTarget(string table, string device, string directory) =>
        Rows(table).Any(r => r.Device == device && r.Directory == directory && LustreTypes.Contains(r.Type));

    /// <summary>Short lines are passed over: a kernel prints none, and an unknown one proves nothing about our device.</summary>
    private static IEnumerable<(string Device, string Directory, string Type)> Rows(string table) =>
        table.Split('\n').Select(l => l.Split(' ')).Where(w => w.Length >= 3).Select(w => (Unescape(w[0]), Unescape(w[1]), w[2]));

    /// <summary>The kernel writes a space, tab, newline and backslash as three octal digits.</summary>
    private static string Unescape(string word) =>
        word.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
