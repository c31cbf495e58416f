using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>The block by which ext4 keeps two kernels from mounting one device, as <c>dumpe2fs -h</c> shows it.</summary>
/// <param name="UpdateSeconds">Interval at which a mounted file system rewrites it.</param>
/// <param name="Sequence">Number that changes with every rewrite.</param>
/// <param name="NodeName">Kernel's node name of who wrote it last: a host's or VM's, never a pod's; may be empty.</param>
/// <param name="DeviceName">Device by that kernel's name.</param>
/// <param name="UpdateTime">Seconds since the epoch of the last rewrite, by that kernel's clock.</param>
public sealed record MmpBlock(int UpdateSeconds, uint Sequence, string NodeName, string DeviceName, long UpdateTime)
{
    /// <summary>Sequence after a clean unmount (ext2_fs.h, <c>EXT4_MMP_SEQ_CLEAN</c>).</summary>
    public const uint CleanSequence = 0xff4d4d50;

    /// <summary>Sequence while e2fsck runs (<c>EXT4_MMP_SEQ_FSCK</c>).</summary>
    public const uint FsckSequence = 0xe24d4d50;

    private const string Tool = "dumpe2fs -h";

    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "MMP update interval", "mmp_sequence", "mmp_node_name", "mmp_device_name", "mmp_update_time",
    };

    /// <summary>The last kernel that had it mounted has unmounted it.</summary>
    public bool IsClean => Sequence == CleanSequence;

    /// <summary>Reads the output of a run that exited 0.</summary>
    /// <returns>Null when the file system has no multi-mount protection.</returns>
    /// <exception cref="UnrecognizedOutputException">It is no superblock's description, or a field of the block is not understood.</exception>
    public static MmpBlock? Parse(string text)
    {
        var fields = new Dictionary<string, (int Line, string Value)>(StringComparer.Ordinal);
        var lines = text.Split('\n');
        var features = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? "" : lines[i][..colon].Trim();
            if (key == "Filesystem features")
                features = " " + lines[i][(colon + 1)..].Trim() + " ";
            else if (Keys.Contains(key) && !fields.TryAdd(key, (i + 1, lines[i][(colon + 1)..].Trim())))
                throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
        }
        if (features.Length == 0)
            throw new UnrecognizedOutputException(Tool, 0, "no line 'Filesystem features:'");
        return !features.Contains(" mmp ", StringComparison.Ordinal) ? null : new MmpBlock(
            (int)Number("MMP update interval", int.MaxValue), (uint)Number("mmp_sequence", uint.MaxValue),
            Field("mmp_node_name").Value, Field("mmp_device_name").Value, Number("mmp_update_time", long.MaxValue));

        (int Line, string Value) Field(string key) => fields.TryGetValue(key, out var field)
            ? field
            : throw new UnrecognizedOutputException(Tool, 0, $"no line '{key}:'");

        long Number(string key, long max)
        {
            var (line, value) = Field(key);
            var known = value.StartsWith("0x", StringComparison.Ordinal)
                ? long.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
                : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
            return known && number >= 0 && number <= max ? number : throw new UnrecognizedOutputException(Tool, line, value);
        }
    }
}
