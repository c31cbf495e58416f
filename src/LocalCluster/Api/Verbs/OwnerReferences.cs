using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>Takes references to owners away.</summary>
internal sealed class OwnerReferences(ObjectStore store)
{
    /// <summary>Frees every dependant of <paramref name="uid"/> from it.</summary>
    public void Release(string uid)
    {
        foreach (var key in store.DependantsOf(uid)) Remove(key, [uid]);
    }

    /// <summary>Removes the references of one object to the owners <paramref name="uids"/>.</summary>
    public void Remove(ObjectKey key, IReadOnlyCollection<string> uids)
    {
        for (var attempt = 0; attempt < ObjectWriter.TriesMax; attempt++)
        {
            if (store.Find(key) is not { } current || !current.OwnerUids.Any(uids.Contains)) return;
            var body = current.Parse();
            var kept = body.Child("metadata").Objects("ownerReferences").Where(o => !uids.Contains(o["uid"].Text()));
            JsonNode[] references = [.. kept.Select(o => o.Copy())];
            if (references.Length == 0) body.Meta().Remove("ownerReferences");
            else body.Meta()["ownerReferences"] = new JsonArray(references);
            if (store.TryPut(key, current, body) is not null) return;
        }
    }
}
