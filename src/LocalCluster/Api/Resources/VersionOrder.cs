using System.Globalization;
using System.Text.RegularExpressions;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Kubernetes' order of API versions: <c>v10, v2, v1, v11beta2, v3beta1, v12alpha1</c>, then others by name.</summary>
internal static partial class VersionOrder
{
    public static readonly IComparer<string> PreferredFirst = Comparer<string>.Create((left, right) =>
    {
        var byRank = Rank(right).CompareTo(Rank(left));
        return byRank != 0 ? byRank : string.CompareOrdinal(left, right);
    });

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success) return (0, 0, 0);
        var stability = match.Groups[2].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stability, Number(match.Groups[1]), Number(match.Groups[3]));
    }

    private static int Number(Group group) => int.TryParse(group.Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v([0-9]{1,9})(?:(alpha|beta)([0-9]{1,9}))?$")]
    private static partial Regex Pattern();
}
