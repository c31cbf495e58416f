namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>Mount options of a running ldiskfs: <c>/proc/fs/ldiskfs/DEV/options</c> (ext4's <c>ext4_seq_options_show</c>).</summary>
public static class LdiskfsOptions
{
    /// <summary>Whether it is read-only: the first line is <c>rw</c> or <c>ro</c>, and an error turns the one into the other.</summary>
    /// <exception cref="UnrecognizedOutputException">The first line is neither.</exception>
    public static bool IsReadOnly(string text)
    {
        var lines = text.Split('\n');
        return lines[0].Trim() switch
        {
            "rw" => lines.Any(l => l.Trim() == "emergency_ro"),
            "ro" => true,
            _ => throw new UnrecognizedOutputException("/proc/fs/ldiskfs options", 1, lines[0]),
        };
    }
}
