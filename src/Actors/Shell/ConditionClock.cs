using System.Collections.Immutable;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Actors.Shell;

/// <summary>Gives each condition the time since which it has its status (Kubernetes' <c>lastTransitionTime</c>).</summary>
public sealed class ConditionClock
{
    private readonly Dictionary<string, (bool? Status, DateTimeOffset Since)> _known = new(StringComparer.Ordinal);

    /// <summary>The conditions with their times filled in.</summary>
    public ImmutableArray<ConditionView> Stamp(ImmutableArray<ConditionView> conditions, DateTimeOffset now) =>
        [.. conditions.Select(c => c with { Since = SinceOf(c, now) })];

    private DateTimeOffset SinceOf(ConditionView condition, DateTimeOffset now)
    {
        if (_known.TryGetValue(condition.Type, out var known) && known.Status == condition.Status)
            return known.Since;
        _known[condition.Type] = (condition.Status, now);
        return now;
    }
}
