using System.Text.RegularExpressions;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>NIDs as they are written on a command line: <c>,</c> between NIDs of one node, <c>:</c> between nodes.</summary>
internal static partial class NidText
{
    /// <summary>
    /// Brings a list into the stored form: a bare address gets <c>@tcp</c>, <c>@tcp0</c> is <c>@tcp</c>, <c>localhost</c> its
    /// address. The model has no resolver, so any other host name is one that cannot be resolved.
    /// </summary>
    /// <returns>The list, or the NID that cannot be used.</returns>
    public static (string? Nids, string? Bad) Normalise(string list)
    {
        var nodes = new List<string>();
        foreach (var node in Nodes(list))
        {
            var nids = node.Split(',').Select(n => (Text: n, Nid: One(n))).ToArray();
            if (nids.FirstOrDefault(n => n.Nid is null) is { Text: not null } bad)
                return (null, bad.Text);
            nodes.Add(string.Join(',', nids.Select(n => n.Nid)));
        }
        return (string.Join(':', nodes), null);
    }

    // The colons of an IPv6 address do not separate nodes: a separator follows a network or an address without colons.
    private static string[] Nodes(string list)
    {
        if (!Ipv6List().IsMatch(list))
            return list.Split(':');
        return Ipv6Separator().Split(list);
    }

    private static string? One(string nid)
    {
        var at = nid.IndexOf('@');
        var (address, net) = at < 0 ? (nid, "tcp") : (nid[..at], nid[(at + 1)..]);
        if (!Net().IsMatch(net))
            return null;
        if (address == "localhost")
            address = "127.0.0.1";
        if (!Ipv4().IsMatch(address) && !IsIpv6(address))
            return null;
        return $"{address}@{(net.EndsWith('0') && !char.IsDigit(net[^2]) ? net[..^1] : net)}";
    }

    private static bool IsIpv6(string address)
    {
        var groups = address.Split(':');
        var gaps = address.Split("::").Length - 1;
        return Ipv6().IsMatch(address) && (gaps == 0 ? groups.Length == 8 : gaps == 1 && groups.Length <= 9);
    }

    [GeneratedRegex(@"^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\z")]
    private static partial Regex Ipv4();

    [GeneratedRegex(@"^[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,8}\z")]
    private static partial Regex Ipv6();

    [GeneratedRegex(@"^(tcp|o2ib|gni|gip|ptlf|kfi|lo)\d{0,3}\z")]
    private static partial Regex Net();

    [GeneratedRegex(@"^[0-9a-fA-F]*:[0-9a-fA-F:]*:")]
    private static partial Regex Ipv6List();

    [GeneratedRegex(@"(?<=@[a-z0-9]+):")]
    private static partial Regex Ipv6Separator();
}
