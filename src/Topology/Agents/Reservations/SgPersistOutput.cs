using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>What <c>sg_persist --in</c> prints (sg3_utils, <c>src/sg_persist.c</c>). What is not understood in full is not understood at all.</summary>
public static partial class SgPersistOutput
{
    private const string KeysTool = "sg_persist --in --read-keys";
    private const string ReservationTool = "sg_persist --in --read-reservation";
    private const string Nothing = "there are NO registered reservation keys";
    private const string NotHeld = "there is NO reservation held";

    private static readonly ImmutableDictionary<string, ReservationType> Types = new Dictionary<string, ReservationType>
    {
        ["Write Exclusive"] = ReservationType.WriteExclusive,
        ["Exclusive Access"] = ReservationType.ExclusiveAccess,
        ["Write Exclusive, registrants only"] = ReservationType.WriteExclusiveRegistrantsOnly,
        ["Exclusive Access, registrants only"] = ReservationType.ExclusiveAccessRegistrantsOnly,
        ["Write Exclusive, all registrants"] = ReservationType.WriteExclusiveAllRegistrants,
        ["Exclusive Access, all registrants"] = ReservationType.ExclusiveAccessAllRegistrants,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Reads the keys registered, one an initiator.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is not understood, or not as many keys follow as were announced.</exception>
    public static ImmutableArray<ulong> Keys(string text)
    {
        var (said, lines) = Split(text, KeysTool);
        if (said == Nothing && lines.Length == 0)
            return [];
        var announced = Announcement().Match(said);
        if (!announced.Success || !int.TryParse(announced.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new UnrecognizedOutputException(KeysTool, 1, said);
        if (count != lines.Length)
            throw new UnrecognizedOutputException(KeysTool, 0, $"{count} keys are announced, {lines.Length} follow");
        return [.. lines.Select((line, i) => Key(line.Trim(), KeysTool, i + 2))];
    }

    /// <summary>Reads the reservation; null when nobody holds one.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is not understood.</exception>
    public static ReservationHold? Reservation(string text)
    {
        var (said, lines) = Split(text, ReservationTool);
        if (said == NotHeld && lines.Length == 0)
            return null;
        if (said != "Reservation follows:" || lines.Length != 2)
            throw new UnrecognizedOutputException(ReservationTool, 1, said);
        var key = lines[0].Trim();
        if (!key.StartsWith("Key=", StringComparison.Ordinal))
            throw new UnrecognizedOutputException(ReservationTool, 2, lines[0]);
        var scope = Scope().Match(lines[1].Trim());
        return scope.Success && Types.TryGetValue(scope.Groups[1].Value, out var type)
            ? new ReservationHold(Key(key["Key=".Length..], ReservationTool, 2), type)
            : throw new UnrecognizedOutputException(ReservationTool, 3, lines[1]);
    }

    private static (string Said, string[] Lines) Split(string text, string tool)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var first = lines.Length == 0 ? null : Generation().Match(lines[0]);
        return first is { Success: true }
            ? (first.Groups[1].Value.TrimEnd(), lines[1..])
            : throw new UnrecognizedOutputException(tool, lines.Length == 0 ? 0 : 1, lines.Length == 0 ? "nothing was printed" : lines[0]);
    }

    private static ulong Key(string text, string tool, int line) =>
        text.StartsWith("0x", StringComparison.Ordinal)
        && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new UnrecognizedOutputException(tool, line, text);

    [GeneratedRegex(@"^  PR generation=0x[0-9a-f]+, (.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Generation();

    [GeneratedRegex("^([0-9]+) registered reservation keys? follows?:$", RegexOptions.CultureInvariant)]
    private static partial Regex Announcement();

    [GeneratedRegex("^scope: LU_SCOPE,  type: (.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Scope();
}
