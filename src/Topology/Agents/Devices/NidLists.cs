namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>Lists of nodes, each a list of NIDs: <c>a,b:c</c> is a node with two and one with one (mkfs.lustre(8)).</summary>
public static class NidLists
{
    /// <summary>True when both name the same nodes, in any order. An option repeated and a list joined by colons mean the same.</summary>
    public static bool Same(IEnumerable<string> left, IEnumerable<string> right) =>
        Nodes(left).ToHashSet(StringComparer.Ordinal).SetEquals(Nodes(right));

    private static IEnumerable<string> Nodes(IEnumerable<string> lists) =>
        lists.SelectMany(SplitNodes).Where(n => n.Length > 0)
            .Select(n => string.Join(',', n.Split(',').Select(Normalised).Order(StringComparer.Ordinal)));

    /// <summary>A colon inside an address (IPv6) comes before the <c>@</c>, one between nodes after it.</summary>
    private static IEnumerable<string> SplitNodes(string list)
    {
        var start = 0;
        var network = false;
        for (var i = 0; i < list.Length; i++)
        {
            network = list[i] switch { '@' => true, ',' => false, _ => network };
            if (list[i] != ':' || !network)
                continue;
            yield return list[start..i];
            (start, network) = (i + 1, false);
        }
        yield return list[start..];
    }

    /// <summary><c>tcp</c> is <c>tcp0</c>, and an address without a network is on <c>tcp</c>.</summary>
    private static string Normalised(string nid)
    {
        nid = nid.Trim();
        if (!nid.Contains('@', StringComparison.Ordinal))
            return nid + "@tcp";
        return nid.EndsWith("@tcp0", StringComparison.Ordinal) ? nid[..^1] : nid;
    }
}
