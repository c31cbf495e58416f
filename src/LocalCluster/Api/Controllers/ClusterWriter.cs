using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>
/// How controllers write: by the ways of any client, validation included, and to the object they have seen, told by its UID. An object
/// that is gone meanwhile is no fault.
/// </summary>
internal sealed class ClusterWriter(ObjectWriter writer, Deletion deletion)
{
    /// <summary>The field manager of the controllers' writes.</summary>
    internal const string Manager = "kube-controller-manager";

    /// <summary>Changes an object's status.</summary>
    /// <returns>False when the object is gone, or another one bears its name.</returns>
    public bool ChangeStatus(ResourceType type, ObjectKey key, string uid, Action<JsonObject> change, string manager = Manager) =>
        Change(type, key, uid, change, new WriteOptions(Manager: manager, Subresource: "status", IsPatch: true));

    /// <summary>Changes an object, its status apart.</summary>
    /// <returns>False when the object is gone, or another one bears its name.</returns>
    public bool ChangeMain(ResourceType type, ObjectKey key, string uid, Action<JsonObject> change, string manager = Manager) =>
        Change(type, key, uid, change, new WriteOptions(Manager: manager, IsPatch: true));

    /// <summary>Creates an object unless there is one of its name.</summary>
    /// <returns>False when there was, or its namespace takes nothing new.</returns>
    public bool Create(ResourceType type, string? ns, JsonObject body, string manager = Manager)
    {
        try
        {
            writer.Create(type, ns, null, body, new WriteOptions(Manager: manager));
            return true;
        }
        catch (StatusException e) when (e.Code is 409 or 404 or 403)
        {
            return false;
        }
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>False when it was gone, or another one bears its name.</returns>
    public bool Delete(ResourceType type, ObjectKey key, DeleteOptions options)
    {
        try
        {
            deletion.Delete(type, key.Namespace, key.Name, options);
            return true;
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            return false;
        }
    }

    private bool Change(ResourceType type, ObjectKey key, string uid, Action<JsonObject> change, WriteOptions options)
    {
        try
        {
            writer.Update(type, type.Namespaced ? key.Namespace : null, key.Name, current => Changed(type, key, uid, current, change), options, false);
            return true;
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            return false;
        }
    }

    private static JsonObject Changed(ResourceType type, ObjectKey key, string uid, JsonObject? current, Action<JsonObject> change)
    {
        if (current is null || current.Uid() != uid) throw Errors.NotFound(type, key.Name);
        change(current);
        return current;
    }
}
