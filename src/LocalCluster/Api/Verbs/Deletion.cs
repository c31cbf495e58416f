using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>A finished delete: the object's last or present state, and whether it is gone.</summary>
internal sealed record DeleteResult(byte[] Json, bool IsGone, string Uid);

/// <summary>
/// Delete, as <c>rest.BeforeDelete</c> and <c>registry.Store.Delete</c> do it: gracefully where the kind says so, held by finalizers,
/// else at once.
/// </summary>
internal sealed class Deletion(ObjectStore store, TimeProvider clock)
{
    private static readonly string[] ImmortalNamespaces = ["default", "kube-system", "kube-public"];

    public DeleteResult Delete(ResourceType type, string? ns, string name, DeleteOptions options)
    {
        var key = type.Key(ns, name);
        for (var attempt = 0; attempt < ObjectWriter.TriesMax; attempt++)
        {
            var current = store.Find(key) ?? throw Errors.NotFound(type, name);
            CheckAllowed(type, current, options);
            var body = current.Parse();
            Propagation.Apply(type, body, options.Policy);
            var isKept = Mark(type, body, options);
            if (options.DryRun) return new DeleteResult(current.Json, !isKept, current.Uid);
            if (isKept && JsonNode.DeepEquals(body, current.Parse())) return new DeleteResult(current.Json, false, current.Uid);
            var stored = isKept ? store.TryPut(key, current, body) : store.TryRemove(current, body);
            if (stored is not null) return new DeleteResult(stored.Json, !isKept, current.Uid);
        }

        throw Errors.Modified(type, name);
    }

    /// <summary>Whether the object is the one, and in the state, that a request means.</summary>
    public static void CheckPreconditions(ResourceType type, string name, string foundUid, string foundVersion, DeleteOptions options)
    {
        if (options.Uid is { Length: > 0 } uid && uid != foundUid)
            throw Errors.Conflict(type, name, $"the UID in the precondition ({uid}) does not match the UID in record ({foundUid}). " +
                "The object might have been deleted and then recreated");
        if (options.ResourceVersion is { Length: > 0 } version && version != foundVersion)
            throw Errors.Conflict(type, name, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({foundVersion}). " +
                "The object might have been modified");
    }

    private static void CheckAllowed(ResourceType type, StoredObject current, DeleteOptions options)
    {
        var name = current.Key.Name;
        CheckPreconditions(type, name, current.Uid, current.Version.ToString(CultureInfo.InvariantCulture), options);
        if (type == BuiltIns.Namespaces && ImmortalNamespaces.Contains(name)) throw Errors.Forbidden(type, name, "this namespace may not be deleted");
    }

    /// <summary>Marks the object as being deleted. Returns whether it stays for now.</summary>
    private bool Mark(ResourceType type, JsonObject body, DeleteOptions options)
    {
        var meta = body.Meta();
        var isMarked = body.IsDeleting();
        if (isMarked && body.GraceSeconds() is { } running)
        {
            // Only a shorter grace period may be asked for; another one changes nothing.
            if (type.Strategy.DeletionGrace(body, options.GraceSeconds) is null) return MustStay(type, body);
            if (options.GraceSeconds is not { } shorter || shorter >= running) return running > 0 || MustStay(type, body);
            var requested = (Metadata.Moment(meta["deletionTimestamp"]) ?? clock.GetUtcNow()).AddSeconds(-Math.Min(running, GraceSecondsMax));
            SetDeletion(meta, requested, Math.Max(shorter, 0));
            return shorter > 0 || MustStay(type, body);
        }

        var grace = isMarked ? null : type.Strategy.DeletionGrace(body, options.GraceSeconds);
        if (!isMarked)
        {
            SetDeletion(meta, clock.GetUtcNow(), grace ?? 0);
            if (body.Generation() > 0) meta["generation"] = body.Generation() + 1;
            if (type == BuiltIns.Namespaces) body.Ensure("status")["phase"] = "Terminating";
        }

        return grace > 0 || MustStay(type, body);
    }

    /// <summary>Finalizers, or a namespace's content, hold the object.</summary>
    private static bool MustStay(ResourceType type, JsonObject body) =>
        body.HasFinalizers() || (type == BuiltIns.Namespaces && body.At("spec", "finalizers") is JsonArray { Count: > 0 });

    private static void SetDeletion(JsonObject meta, DateTimeOffset requested, long graceSeconds)
    {
        meta["deletionTimestamp"] = Metadata.Stamp(requested.AddSeconds(Math.Min(graceSeconds, GraceSecondsMax)));
        meta["deletionGracePeriodSeconds"] = graceSeconds;
    }

    /// <summary>A century: keeps any grace period within what a date can say.</summary>
    private const long GraceSecondsMax = 100L * 366 * 24 * 3600;
}
