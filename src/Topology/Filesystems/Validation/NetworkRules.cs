using System.Text.RegularExpressions;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Rules of <c>spec.network</c>.</summary>
internal static partial class NetworkRules
{
    /// <summary>Most networks of a server, and most rails of a network.</summary>
    private const int Max = 16;

    private const string Path = "spec.network.lnet";

    public static void Check(NetworkSpec network, SpecFaults faults)
    {
        faults.Require(network.Lnet.Length is > 0 and <= Max, Path, $"must name 1 to {Max} networks");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < network.Lnet.Length; index++)
        {
            var (net, interfaces) = network.Lnet[index];
            var path = $"{Path}[{index}]";
            faults.Require(
                Nids.IsNet(net),
                $"{path}.net",
                $"\"{net}\" is no LNet network; use tcp, o2ib, gni, gip, ptlf or kfi with an optional number");
            faults.Require(seen.Add(Canonical(net)), $"{path}.net", $"\"{net}\" is named twice; list its interfaces together");
            faults.Require(interfaces.Length is > 0 and <= Max, $"{path}.interfaces", $"must name 1 to {Max} interfaces");
            for (var rail = 0; rail < interfaces.Length; rail++)
                faults.Require(
                    Interface().IsMatch(interfaces[rail]),
                    $"{path}.interfaces[{rail}]",
                    $"\"{interfaces[rail]}\" is no interface name; Linux takes 1 to 15 characters");
        }
    }

    /// <summary>True for a name that Linux gives an interface.</summary>
    internal static bool IsInterface(string name) => Interface().IsMatch(name);

    // "tcp" and "tcp0" are one network.
    private static string Canonical(string net) => net.Length > 0 && char.IsAsciiDigit(net[^1]) ? net : net + "0";

    /// <summary>IFNAMSIZ is 16 with the final zero (linux/if.h).</summary>
    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,15}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Interface();
}
