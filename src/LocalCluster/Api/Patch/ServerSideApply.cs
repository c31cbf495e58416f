using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// Server-side apply: what a manager applies is merged in, what it applied earlier and omits now goes (unless another manager
/// owns it too), and what others own with another value is a conflict unless forced.
/// </summary>
internal static class ServerSideApply
{
    /// <summary>Owner of what was there before the first apply to an object without field managers.</summary>
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>Makes the object that results, its field managers included.</summary>
    /// <param name="live">The object as it is, or null; it is changed.</param>
    /// <param name="applied">The manager's whole intent.</param>
    /// <param name="schema">How lists and maps merge.</param>
    /// <param name="self">The manager, without fields.</param>
    /// <param name="force">Fields of others are taken over.</param>
    /// <exception cref="ApplyConflictException">Fields of other managers would change.</exception>
    public static JsonObject Apply(JsonObject? live, JsonObject applied, MergeSchema schema, FieldOwner self, bool force)
    {
        var managers = Managers(live, schema, self);
        var before = live ?? schema.Empty();
        before.Child("metadata")?.Remove("managedFields");
        var mine = FieldSets.OfObject(applied, schema);
        var previous = managers.Find(m => m.Is(self));
        var others = managers.Where(m => !m.Is(self)).ToList();

        var result = before.Copy();
        ApplyMerge.Merge(result, applied, schema);
        var owned = others.Aggregate(mine, (all, other) => all.Union(other.Fields));
        if (previous is not null) ApplyMerge.Remove(result, previous.Fields.Minus(owned), owned);
        var difference = FieldComparison.Of(before, result, schema);
        if (!force) Refuse(others, difference.Changed, before, schema, self);

        var lost = difference.Changed.Union(difference.Removed);
        var time = live is not null && JsonNode.DeepEquals(before, result) ? previous?.Time ?? "" : self.Time;
        FieldOwner.Write(result, [.. others.Select(o => o with { Fields = o.Fields.Minus(lost) }), self with { Fields = mine, Time = time }]);
        return result;
    }

    private static List<FieldOwner> Managers(JsonObject? live, MergeSchema schema, FieldOwner self)
    {
        var managers = FieldOwner.Read(live);
        if (managers.Count > 0 || live is null) return managers;
        var existing = FieldComparison.Of(schema.Empty(), live, schema).Changed;
        return [self with { Name = BeforeFirstApply, Operation = "Update", Fields = existing }];
    }

    private static void Refuse(List<FieldOwner> others, FieldSet changed, JsonObject before, MergeSchema schema, FieldOwner self)
    {
        var allowed = self.Name == LastApplied.ServerSideManager ? LastApplied.Unchanged(before, schema, self.ApiVersion) : null;
        var conflicts = others
            .SelectMany(o => o.Fields.Intersect(changed).Minus(allowed ?? FieldSet.Empty).Paths().Select(path => (o.ToString(), path)))
            .ToList();
        if (conflicts.Count > 0) throw new ApplyConflictException(conflicts);
    }
}
