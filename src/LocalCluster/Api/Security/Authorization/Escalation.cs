using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>Finds what somebody would grant without having it himself (<c>component-helpers/auth/rbac/validation</c>).</summary>
internal static class Escalation
{
    /// <summary>Why a user may not grant rules, or null when he has all of them.</summary>
    public static string? Find(UserInfo user, IReadOnlyList<PolicyRule> held, IReadOnlyList<PolicyRule> wanted)
    {
        var missing = wanted.SelectMany(rule => rule.BreakDown()).Where(piece => !held.Any(rule => rule.Covers(piece))).ToList();
        if (missing.Count == 0) return null;
        var groups = string.Join(' ', user.Groups.Select(g => $"\"{g}\""));
        var rules = string.Join('\n', Compact(missing).Select(r => r.ToString()).Distinct().Order(StringComparer.Ordinal));
        return $"user \"{user.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{rules}";
    }

    /// <summary>Pieces that differ only in their verb become one.</summary>
    private static IEnumerable<PolicyRule> Compact(List<PolicyRule> pieces) =>
        pieces.GroupBy(p => (string.Join(',', p.Groups), string.Join(',', p.Resources), string.Join(',', p.Names), string.Join(',', p.Paths)))
            .Select(same => same.First() with { Verbs = [.. same.SelectMany(p => p.Verbs).Distinct()] });
}
