using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>Changes references to owners.</summary>
internal sealed class OwnerReferences(ObjectStore store)
{
    /// <summary>Removes the references of one object to the owners <paramref name="uids"/>.</summary>
    public void Remove(ObjectKey key, IReadOnlyCollection<string> uids) => Change(key, body =>
    {
        var kept = body.Child("metadata").Objects("ownerReferences").Where(o => !uids.Contains(o["uid"].Text()));
        JsonNode[] references = [.. kept.Select(o => o.Copy())];
        if (references.Length == 0) body.Meta().Remove("ownerReferences");
        else body.Meta()["ownerReferences"] = new JsonArray(references);
    });

    /// <summary>Makes the object block no owner's end any more: two that wait for each other would wait for ever.</summary>
    public void Unblock(ObjectKey key) => Change(key, body =>
    {
        foreach (var reference in body.Child("metadata").Objects("ownerReferences").Where(o => o["blockOwnerDeletion"].Flag() == true))
            reference["blockOwnerDeletion"] = false;
    });

    private void Change(ObjectKey key, Action<JsonObject> change)
    {
        for (var attempt = 0; attempt < ObjectWriter.TriesMax; attempt++)
        {
            if (store.Find(key) is not { } current) return;
            var body = current.Parse();
            change(body);
            if (JsonNode.DeepEquals(body, current.Parse()) || store.TryPut(key, current, body) is not null) return;
        }
    }
}
