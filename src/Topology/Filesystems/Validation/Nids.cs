using System.Globalization;
using System.Text.RegularExpressions;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>
/// Syntax of LNet networks and NIDs: <c>ADDRESS@NET</c>, a comma between NIDs of one node, a colon between nodes (mkfs.lustre(8)).
/// </summary>
public static partial class Nids
{
    /// <summary>True for a network that servers can be told to use, such as <c>tcp</c> or <c>o2ib1</c>; <c>lo</c> is always there.</summary>
    public static bool IsNet(string net) => Net().IsMatch(net);

    /// <summary>Says what is wrong with a list of NIDs; null when nothing is.</summary>
    /// <param name="text">The list, such as <c>10.0.0.1@tcp,10.1.0.1@o2ib:10.0.0.2@tcp</c>.</param>
    public static string? FaultOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // An IPv6 address holds colons too: a separator is one that follows a network.
        var rest = text;
        while (true)
        {
            var at = rest.IndexOf('@', StringComparison.Ordinal);
            if (at < 0)
                return $"\"{rest}\" is no NID; write ADDRESS@NET, such as 10.0.0.1@tcp";
            var end = rest.IndexOfAny([',', ':'], at);
            var net = end < 0 ? rest[(at + 1)..] : rest[(at + 1)..end];
            if (!IsNet(net))
                return $"\"{net}\" is no LNet network; use tcp, o2ib, gni, gip, ptlf or kfi with an optional number";
            if (!IsAddress(rest[..at], net))
                return $"\"{rest[..at]}\" is no address on {net}; write it as a number, host names are resolved for ever at the format";
            if (end < 0)
                return null;
            rest = rest[(end + 1)..];
        }
    }

    // Only tcp, o2ib and gip speak IP; the others number their nodes.
    private static bool IsAddress(string address, string net) => IsIpv4(address) || IsIpv6(address) || IsNumber(address, net);

    private static bool IsIpv4(string address)
    {
        var octets = address.Split('.');
        return octets.Length == 4 && octets.All(octet =>
            octet.Length is > 0 and <= 3
            && (octet[0] != '0' || octet.Length == 1)
            && byte.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    // RFC 4291, 2.2: eight groups of hex digits, one run of zeros may be left out as "::".
    private static bool IsIpv6(string address)
    {
        var halves = address.Split("::");
        if (halves.Length > 2 || !address.Contains(':', StringComparison.Ordinal))
            return false;
        var groups = halves.SelectMany(half => half.Length == 0 ? [] : half.Split(':')).ToList();
        return groups.All(group => group.Length is > 0 and <= 4 && group.All(char.IsAsciiHexDigit))
            && (halves.Length == 2 ? groups.Count < 8 : groups.Count == 8);
    }

    private static bool IsNumber(string address, string net) =>
        (net[0] == 'g' || net[0] == 'p' || net[0] == 'k')
        && (uint.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || (address.StartsWith("0x", StringComparison.Ordinal)
                && uint.TryParse(address.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)));

    /// <summary>Types of Lustre 2.17 (lnet/lnet/nidstrings.c).</summary>
    [GeneratedRegex(@"^(tcp|o2ib|gni|gip|ptlf|kfi)([0-9]|[1-9][0-9]{1,4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Net();
}
