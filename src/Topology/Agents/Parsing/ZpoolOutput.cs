using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>A pool that a kernel has imported.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="PoolId">Its GUID, by which it is known whatever its name.</param>
/// <param name="Suspended">True once ZFS has stopped its reads and writes: its device is gone, or another host has taken it.</param>
public sealed record PoolHere(string Name, string PoolId, bool Suspended);

/// <summary>Outputs of <c>zpool</c> with <c>-H</c>: no heading, fields apart by one tab.</summary>
public static class ZpoolOutput
{
    /// <summary>What zpool prints for a property that has no value.</summary>
    private const string None = "-";

    /// <summary>States of a pool (zpool list, health; libzfs_status.c and zpool_get_state_str).</summary>
    private static readonly string[] States = ["ONLINE", "DEGRADED", "FAULTED", "OFFLINE", "UNAVAIL", "REMOVED", "SUSPENDED"];

    /// <summary>Reads <c>zpool list -H -o name,guid,health</c>: the pools that this kernel has imported.</summary>
    /// <exception cref="UnrecognizedOutputException">A line tells no pool.</exception>
    public static ImmutableArray<PoolHere> Pools(string text) =>
    [
        .. Lines(text, "zpool list -H -o name,guid,health", IsPool).Select(l => l.Split('\t'))
            .Select(w => new PoolHere(w[0], w[1], w[2] == "SUSPENDED")),
    ];

    /// <summary>Reads <c>zpool get -H -o value guid POOL</c>.</summary>
    /// <exception cref="UnrecognizedOutputException">It is not one number.</exception>
    public static string PoolId(string text) => One(text, "zpool get guid", IsGuid);

    /// <summary>Reads <c>zpool get -H -o value multihost POOL</c>: whether importing is guarded against two hosts at once.</summary>
    /// <exception cref="UnrecognizedOutputException">It is neither <c>on</c> nor <c>off</c>.</exception>
    public static bool Multihost(string text) => One(text, "zpool get multihost", v => v is "on" or "off") == "on";

    /// <summary>Reads <c>zpool get -H -o value PROPERTY POOL</c>; empty when the property has no value.</summary>
    /// <exception cref="UnrecognizedOutputException">There is not exactly one line.</exception>
    public static string Value(string text) => One(text, "zpool get", v => v.Length > 0) is var value && value == None ? "" : value;

    /// <summary>True for a pool's or a device's GUID: an unsigned number of 64 bits, not 0.</summary>
    public static bool IsGuid(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var guid) && guid != 0;

    /// <summary>Begins with a letter; letters, digits, and <c>_ - : .</c> follow (zpoolconcepts(7)).</summary>
    private static bool IsName(string text) =>
        char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ':' or '.' or ' ');

    private static bool IsPool(string line) =>
        line.Split('\t') is [{ Length: > 0 } name, var guid, var state] && IsName(name) && IsGuid(guid) && States.Contains(state);

    private static string One(string text, string tool, Func<string, bool> known) => Lines(text, tool, known) is [var only]
        ? only
        : throw new UnrecognizedOutputException(tool, 0, "not exactly one line");

    private static ImmutableArray<string> Lines(string text, string tool, Func<string, bool> known)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
                continue;
            found.Add(known(line) ? line : throw new UnrecognizedOutputException(tool, i + 1, lines[i]));
        }
        return found.ToImmutable();
    }
}
