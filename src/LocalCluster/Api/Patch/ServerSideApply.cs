using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// Server-side apply: what a manager applies is merged in, what it applied earlier and omits now goes (unless another manager
/// owns it too), and what others own with another value is a conflict unless forced.
/// </summary>
internal static class ServerSideApply
{
    /// <summary>Makes the object that results, its field managers included.</summary>
    /// <param name="live">The object as it is, or null; it is changed.</param>
    /// <param name="applied">The manager's whole intent.</param>
    /// <param name="schema">How lists and maps merge.</param>
    /// <param name="self">The manager, without fields.</param>
    /// <param name="force">Fields of others are taken over.</param>
    /// <exception cref="ApplyConflictException">Fields of other managers would change.</exception>
    public static JsonObject Apply(JsonObject? live, JsonObject applied, MergeSchema schema, FieldOwner self, bool force)
    {
        var managers = FieldOwner.Read(live);
        var mine = FieldSet.OfObject(applied, schema);
        var previous = managers.Find(m => m.Is(self));
        var others = managers.Where(m => !m.Is(self)).ToList();
        others = force ? TakeOver(others, mine, live, applied, self.Time) : Refuse(others, mine, live, applied);

        var result = live ?? [];
        ApplyMerge.Merge(result, applied, schema);
        if (previous is not null)
        {
            var gone = others.Aggregate(previous.Fields.Minus(mine), (rest, other) => rest.Minus(other.Fields));
            ApplyMerge.Remove(result, gone);
        }

        var updated = previous is null ? self with { Fields = mine } : previous.With(mine, self.Time) with { ApiVersion = self.ApiVersion };
        FieldOwner.Write(result, [.. others, updated]);
        return result;
    }

    /// <summary>Records who wrote what, for writes other than apply: the writer owns what it changed, and nobody what it removed.</summary>
    public static void Track(JsonObject? old, JsonObject body, MergeSchema schema, FieldOwner self)
    {
        var before = old is null ? FieldSet.Empty : FieldSet.OfObject(old, schema);
        var after = FieldSet.OfObject(body, schema);
        var removed = before.Minus(after);
        var changed = after.Minus(before).Union(after.Differing(before, body, old));
        var managers = FieldOwner.Read(old);
        if (changed.IsEmpty && removed.IsEmpty)
        {
            FieldOwner.Write(body, managers);
            return;
        }

        var lost = changed.Union(removed);
        var others = managers.Where(m => !m.Is(self)).Select(m => m.With(m.Fields.Minus(lost), self.Time));
        var previous = managers.Find(m => m.Is(self));
        var updated = previous is null ? self with { Fields = changed } : previous.With(previous.Fields.Union(changed).Minus(removed), self.Time);
        FieldOwner.Write(body, [.. others, updated]);
    }

    private static List<FieldOwner> TakeOver(List<FieldOwner> others, FieldSet mine, JsonObject? live, JsonObject applied, string now) =>
        [.. others.Select(o => o.With(o.Fields.Minus(mine.Differing(o.Fields, applied, live)), now))];

    private static List<FieldOwner> Refuse(List<FieldOwner> others, FieldSet mine, JsonObject? live, JsonObject applied)
    {
        var conflicts = others.SelectMany(Disputed).ToList();
        return conflicts.Count == 0 ? others : throw new ApplyConflictException(conflicts);

        IEnumerable<(string, string)> Disputed(FieldOwner other) =>
            mine.Differing(other.Fields, applied, live).Paths().Select(path => ($"\"{other.Name}\" using {other.ApiVersion}", path));
    }
}
