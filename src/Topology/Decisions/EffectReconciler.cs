using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Decisions;

/// <summary>Compares what is going on with what is due: the only place where effects begin or end.</summary>
public static class EffectReconciler
{
    /// <summary>
    /// Effects to start (not running, or running with another value under the same key) and keys to cancel (running and no longer due).
    /// </summary>
    public static (ImmutableArray<TEffect> Start, ImmutableArray<string> Cancel) Reconcile<TEffect>(
        IReadOnlyDictionary<string, TEffect> running,
        ImmutableArray<TEffect> due)
        where TEffect : IEffect
    {
        var start = due.Where(e => !running.TryGetValue(e.Id, out var now) || !now.Equals(e)).ToImmutableArray();
        var dueIds = due.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var cancel = running.Keys.Where(id => !dueIds.Contains(id)).Order(StringComparer.Ordinal).ToImmutableArray();
        return (start, cancel);
    }
}
