using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>Create and update, by compare-and-swap against the store.</summary>
internal sealed class ObjectWriter(ObjectStore store, Admission admission)
{
    /// <summary>
    /// Tries against other writers of one object. Each lost try means that another write succeeded, so that this many in a row happen only
    /// to a client that races hundreds of others.
    /// </summary>
    internal const int TriesMax = 200;

    /// <summary>Generated names tried: with 27⁵ suffixes even two collisions are an accident.</summary>
    private const int NamesMax = 8;

    /// <summary>
    /// Creates an object from a body in the version of <paramref name="type"/>; <paramref name="name"/> is that on the URL, if it has one.
    /// </summary>
    public WriteResult Create(ResourceType type, string? ns, string? name, JsonObject sent, WriteOptions options)
    {
        if (type.IsTerminating) throw new StatusException(405, "MethodNotAllowed", "create not allowed while custom resource definition is terminating");
        var body = Identity.Admit(type, ns, name, sent, options);
        CheckNamespace(type, ns, body);
        if (!options.IsApply && !string.IsNullOrEmpty(body.ResourceVersion()))
            throw Errors.BadRequest("resourceVersion should not be set on objects to be created");
        var prefix = string.IsNullOrEmpty(body.Name()) ? body.TextAt("metadata", "generateName") : null;
        for (var attempt = 1; ; attempt++)
        {
            if (!string.IsNullOrEmpty(prefix)) body.Meta()["name"] = GeneratedName.From(prefix);
            var complete = body.Copy();
            var warnings = admission.Create(type, complete, options);
            options.Guard?.Invoke(type, null, complete);
            var key = type.Key(ns, complete.Name()!);
            if (options.DryRun && store.Find(key) is null) return new WriteResult(JsonText.ToBytes(complete), true, warnings);
            if (!options.DryRun && store.TryPut(key, null, complete) is { } stored) return new WriteResult(stored.Json, true, warnings);
            if (prefix is null || attempt == NamesMax) throw Errors.AlreadyExists(type, key.Name);
        }
    }

    /// <summary>
    /// Changes an object. <paramref name="change"/> makes the wanted object out of a copy of the current one (null: absent), both in the
    /// version of <paramref name="type"/>; it is called again when another writer was faster.
    /// </summary>
    public WriteResult Update(
        ResourceType type, string? ns, string name, Func<JsonObject?, JsonObject> change, WriteOptions options, bool createAbsent)
    {
        var key = type.Key(ns, name);
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            if (store.Find(key) is not { } current)
            {
                if (!createAbsent) throw Errors.NotFound(type, name);
                if (TryCreateAbsent(type, ns, name, change(null), options) is { } created) return created;
                continue;
            }

            var old = current.Parse();
            var shown = current.Parse();
            var attemptOptions = options with { Faults = [.. options.Faults] };
            var sent = Identity.Admit(type, ns, name, change(type.View?.FromStorage(shown) ?? shown), attemptOptions);
            var (body, warnings) = admission.Update(type, old, sent, attemptOptions);
            options.Guard?.Invoke(type, old, body);
            if (Commit(current, old, body, options) is { } json) return new WriteResult(json, false, warnings);
        }

        throw Errors.Modified(type, name);
    }

    /// <summary>Writes the change, or, when it took the last finalizer of a deleted object away, removes the object.</summary>
    private byte[]? Commit(StoredObject current, JsonObject old, JsonObject body, WriteOptions options)
    {
        if (JsonNode.DeepEquals(old, body)) return current.Json;
        if (options.DryRun) return JsonText.ToBytes(body);
        var isHeld = body.HasFinalizers() || body.GraceSeconds() > 0 || current.Key.Resource == BuiltIns.Namespaces.Storage;
        var isOver = body.IsDeleting() && !isHeld;
        return (isOver ? store.TryRemove(current, body) : store.TryPut(current.Key, current, body))?.Json;
    }

    /// <summary>Creates the object, or returns null when another writer did so first.</summary>
    private WriteResult? TryCreateAbsent(ResourceType type, string? ns, string name, JsonObject sent, WriteOptions options)
    {
        if (options.Subresource.Length > 0) throw Errors.NotFound(type, name);
        if (sent.Uid() is { Length: > 0 } uid) throw Errors.UidMismatch(type, name, uid, "");
        sent.Child("metadata")?.Remove("resourceVersion");
        try
        {
            return Create(type, ns, name, sent, options);
        }
        catch (StatusException e) when (e.Reason == "AlreadyExists")
        {
            return null;
        }
    }

    private void CheckNamespace(ResourceType type, string? ns, JsonObject body)
    {
        if (!type.Namespaced) return;
        var found = store.Find(BuiltIns.Namespaces.Key(null, ns!)) ?? throw Errors.NotFound(BuiltIns.Namespaces, ns!);
        if (!found.IsDeleting) return;
        var why = $"unable to create new content in namespace {ns} because it is being terminated";
        throw Errors.Forbidden(type, body.Name() ?? "", why, [new JsonObject
        {
            ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {ns} is being terminated", ["field"] = "metadata.namespace",
        }]);
    }
}
