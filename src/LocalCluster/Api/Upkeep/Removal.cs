using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>The ways in which upkeep ends objects.</summary>
internal sealed class Removal(ObjectStore store, ResourceRegistry registry, Deletion deletion)
{
    /// <summary>Deletes this object, not what bears its name meanwhile.</summary>
    public void Delete(StoredObject stored, string? policy = null)
    {
        var key = stored.Key;
        if (registry.FindStorage(key.Resource) is not { } type) return;
        try
        {
            deletion.Delete(type, key.Namespace, key.Name, new DeleteOptions(Uid: stored.Uid, Policy: policy));
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            // Gone already, or another object under the same name: either way this one is.
        }
    }

    /// <summary>Takes a finalizer away, and the object with it when that was the last that held it.</summary>
    public void DropFinalizer(StoredObject found, string finalizer)
    {
        var body = found.Parse();
        if (body.Child("metadata").Items("finalizers") is not { } finalizers) return;
        if (finalizers.FirstOrDefault(f => f.Text() == finalizer) is { } held) finalizers.Remove(held);
        if (finalizers.Count == 0) body.Meta().Remove("finalizers");
        Finish(found, body);
    }

    /// <summary>Writes the last state; a lost race shows as a change of the object and so as another chore.</summary>
    public void Finish(StoredObject found, JsonObject body)
    {
        if (body.IsDeleting() && !body.HasFinalizers() && (body.GraceSeconds() ?? 0) <= 0) store.TryRemove(found, body);
        else if (!JsonNode.DeepEquals(body, found.Parse())) store.TryPut(found.Key, found, body);
    }
}
