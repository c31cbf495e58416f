using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>Field managers of writes other than apply: the writer owns what it changed, and nobody what it removed.</summary>
internal static class FieldTracking
{
    /// <summary>Updaters recorded for one object (<c>DefaultMaxUpdateManagers</c>); the oldest share an entry beyond that.</summary>
    internal const int UpdatersMax = 10;

    private const string Bucket = "ancient-changes";

    /// <summary>Writes the field managers of <paramref name="body"/>.</summary>
    /// <param name="old">The object before, or null.</param>
    /// <param name="body">The object after.</param>
    /// <param name="managers">The managers so far. An existing object without any is not tracked until it is applied to.</param>
    /// <param name="schema">The kind's merge rules.</param>
    /// <param name="self">The writer, without fields.</param>
    public static void Track(JsonObject? old, JsonObject body, IReadOnlyList<FieldOwner> managers, MergeSchema schema, FieldOwner self)
    {
        if (old is not null && managers.Count == 0)
        {
            FieldOwner.Write(body, []);
            return;
        }

        var difference = FieldComparison.Of(old ?? schema.Empty(), body, schema);
        var lost = difference.Changed.Union(difference.Removed);
        var kept = managers.Select(m => m with { Fields = m.Is(self) ? m.Fields.Minus(difference.Removed) : m.Fields.Minus(lost) }).ToList();
        if (!difference.Changed.IsEmpty)
        {
            var mine = kept.Find(m => m.Is(self))?.Fields ?? FieldSet.Empty;
            kept = [.. kept.Where(m => !m.Is(self)), self with { Fields = mine.Union(difference.Changed) }];
        }

        FieldOwner.Write(body, Capped(kept));
    }

    private static IEnumerable<FieldOwner> Capped(List<FieldOwner> managers)
    {
        var updaters = managers.Where(m => !m.IsApplier && !m.Fields.IsEmpty)
            .OrderBy(m => m.Time, StringComparer.Ordinal).ThenBy(m => m.Name, StringComparer.Ordinal).ToList();
        if (updaters.Count <= UpdatersMax) return managers;
        var oldest = updaters.Take(updaters.Count - UpdatersMax + 1).ToList();
        var buckets = oldest.GroupBy(m => m.ApiVersion).Select(g => g.Last() with
        {
            Name = Bucket, Subresource = "", Fields = g.Aggregate(FieldSet.Empty, (all, m) => all.Union(m.Fields)),
        });
        return managers.Except(oldest).Concat(buckets);
    }
}
