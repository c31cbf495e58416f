using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>What <c>tunefs.lustre --dryrun</c> read from a device: its first block, "Read previous values".</summary>
/// <param name="Target">Label; tunefs shows it with <c>-</c> whatever the state.</param>
/// <param name="Index">Index; null for the MGT ("unassigned").</param>
/// <param name="FsName">File system; empty for the MGT.</param>
/// <param name="MountType">Backend, <c>ldiskfs</c> or <c>zfs</c>.</param>
/// <param name="Flags">State and role (lustre_disk.h).</param>
/// <param name="Parameters">Permanent parameters by name, in the order of the device: <c>mgsnode</c>, <c>failover.node</c>.</param>
public sealed record TunefsOutput(
    string Target, int? Index, string FsName, string MountType, TargetFlags Flags, ImmutableArray<KeyValuePair<string, string>> Parameters)
{
    /// <summary>Exit code when the device was never formatted with mkfs.lustre.</summary>
    public const int ExitNotLustre = 19;

    private const string Tool = "tunefs.lustre --dryrun";

    private const string Heading = "Read previous values:";

    private const string PlannedHeading = "Permanent disk data:";

    /// <summary>Every key that print_ldd() of mkfs_lustre.c writes.</summary>
    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "Target", "Index", "UUID", "Lustre FS", "Mount type", "Flags", "Persistent mount opts", "Parameters", "Comment",
    };

    /// <summary>Values of a parameter in the order of the device, empty when it has none.</summary>
    public ImmutableArray<string> Values(string parameter) =>
        [.. Parameters.Where(p => p.Key == parameter).Select(p => p.Value)];

    /// <summary>Reads the output of a run that exited 0.</summary>
    /// <exception cref="UnrecognizedOutputException">The first block is absent, incomplete or not understood.</exception>
    public static TunefsOutput Parse(string text) => Read(text, Heading);

    /// <summary>
    /// Reads the second block, what would be written; <c>mkfs.lustre --dryrun</c> prints only this one. Its target keeps the separator that
    /// tells the state.
    /// </summary>
    /// <exception cref="UnrecognizedOutputException">The block is absent, incomplete or not understood.</exception>
    public static TunefsOutput ParsePlanned(string text) => Read(text, PlannedHeading);

    private static TunefsOutput Read(string text, string heading)
    {
        var lines = text.Split('\n');
        var start = Array.FindIndex(lines, l => l.Trim() == heading);
        if (start < 0)
            throw new UnrecognizedOutputException(Tool, 0, $"no block '{heading}'");
        var fields = Block(lines, start + 1);
        return new TunefsOutput(
            Required("Target"), IndexOf(Required("Index")), fields.GetValueOrDefault("Lustre FS", ""),
            fields.GetValueOrDefault("Mount type", ""), FlagsOf(Required("Flags")),
            ParametersOf(fields.GetValueOrDefault("Parameters", "")));

        string Required(string key) =>
            fields.TryGetValue(key, out var value) && value.Length > 0
                ? value
                : throw new UnrecognizedOutputException(Tool, 0, $"'{key}:' missing");
    }

    private static Dictionary<string, string> Block(string[] lines, int from)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = from; i < lines.Length && lines[i].Trim().Length > 0; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('(') && line.EndsWith(')'))
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !Keys.Contains(line[..colon]) || !fields.TryAdd(line[..colon], line[(colon + 1)..].Trim()))
                throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
        }
        return fields;
    }

    private static int? IndexOf(string text) =>
        text == "unassigned" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
        : throw new UnrecognizedOutputException(Tool, 0, $"'Index: {text}' is no number");

    private static TargetFlags FlagsOf(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flags)
        ? (TargetFlags)flags
        : throw new UnrecognizedOutputException(Tool, 0, $"'Flags: {text}' is no hexadecimal number");

    private static ImmutableArray<KeyValuePair<string, string>> ParametersOf(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
            .Select(p => KeyValuePair.Create(p[0], p.Length == 2 ? p[1] : ""))];
}
