using System.Text.RegularExpressions;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>Names of LNet networks.</summary>
internal static partial class LnetNames
{
    /// <summary>The name as LNet prints it: <c>tcp0</c> is <c>tcp</c>; null for what is no network.</summary>
    public static string? Normalise(string net)
    {
        if (!Net().IsMatch(net))
            return null;
        var digits = net.Length - net.AsSpan().TrimEnd("0123456789").Length;

        // The 2 of o2ib is part of the type.
        return digits == 1 && net[^1] == '0' ? net[..^1] : net;
    }

    [GeneratedRegex(@"^(tcp|o2ib|gni|gip|ptlf|kfi|lo)\d{0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Net();
}
