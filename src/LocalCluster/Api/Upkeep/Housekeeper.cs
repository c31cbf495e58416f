using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>
/// What the controller manager does for a cluster of this size: garbage collection by owner references, the end of namespaces and of
/// definitions, the expiry of events. Level-triggered: a change only names a place to look at.
/// </summary>
internal sealed partial class Housekeeper
{
    /// <summary>How long a chore that failed waits: another writer was faster, or the disk is full.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at old events.</summary>
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromMinutes(5);

    /// <summary>Life of an event after its last change, <c>--event-ttl</c> of the real server.</summary>
    private static readonly TimeSpan EventLife = TimeSpan.FromHours(1);

    private readonly ChoreQueue queue = new();
    private readonly ObjectStore store;
    private readonly ResourceRegistry registry;
    private readonly Deletion deletion;
    private readonly OwnerReferences owners;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    public Housekeeper(ObjectStore store, ResourceRegistry registry, Deletion deletion, OwnerReferences owners, TimeProvider clock, ILogger log)
    {
        this.store = store;
        this.registry = registry;
        this.deletion = deletion;
        this.owners = owners;
        this.clock = clock;
        this.log = log;
    }

    /// <summary>Notes what a change makes worth a look. Called under the store's lock.</summary>
    public void Follow(Change change)
    {
        if (change.Type != ChangeType.Deleted)
        {
            Inspect(change.Object);
            return;
        }

        foreach (var dependant in store.DependantsOf(change.Object.Uid)) queue.Add(new Chore(ChoreKind.Owners, dependant));
        var key = change.Object.Key;
        var ns = BuiltIns.Namespaces.Key(null, key.Namespace);
        if (key.Namespace.Length > 0 && store.Find(ns) is { IsDeleting: true }) queue.Add(new Chore(ChoreKind.Namespace, ns));
        var definition = BuiltIns.Definitions.Key(null, $"{key.Resource.Plural}.{key.Resource.Group}");
        if (store.Find(definition) is { IsDeleting: true }) queue.Add(new Chore(ChoreKind.Definition, definition));
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var stored in store.Everything(_ => true)) Inspect(stored);
        var expiryAt = clock.GetUtcNow();
        while (!ct.IsCancellationRequested)
        {
            var failed = queue.TakeAll().Where(chore => !TryDo(chore)).ToList();
            if (clock.GetUtcNow() >= expiryAt)
            {
                TryExpireEvents();
                expiryAt = clock.GetUtcNow() + ExpiryInterval;
            }

            if (failed.Count > 0) await Task.Delay(RetryDelay, clock, ct);
            foreach (var chore in failed) queue.Add(chore);
            await queue.WaitAsync(ExpiryInterval, clock, ct);
        }
    }

    private void Inspect(StoredObject stored)
    {
        if (stored.OwnerUids.Any(uid => !store.IsLive(uid))) queue.Add(new Chore(ChoreKind.Owners, stored.Key));
        if (!stored.IsDeleting) return;
        if (stored.Key.Resource == BuiltIns.Namespaces.Storage) queue.Add(new Chore(ChoreKind.Namespace, stored.Key));
        if (stored.Key.Resource == BuiltIns.Definitions.Storage) queue.Add(new Chore(ChoreKind.Definition, stored.Key));
    }

    private bool TryDo(Chore chore)
    {
        try
        {
            if (store.Find(chore.Key) is not { } found) return true;
            if (chore.Kind == ChoreKind.Owners) CollectOrphan(found);
            else if (chore.Kind == ChoreKind.Namespace) EndNamespace(found);
            else EndDefinition(found);
            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, the other chores must go on.
            LogFailed(log, chore.Kind, chore.Key.Name, e);
            return false;
        }
    }

    /// <summary>Deletes an object all of whose owners are gone. Owners of kinds that are not served are taken to live.</summary>
    private void CollectOrphan(StoredObject found)
    {
        var references = found.Parse().Child("metadata").Objects("ownerReferences").ToList();
        var dead = references.Where(IsDead).Select(r => r["uid"].Text()!).ToHashSet();
        if (dead.Count == 0 || found.IsDeleting) return;
        if (dead.Count < references.Select(r => r["uid"].Text()).Distinct().Count()) owners.Remove(found.Key, dead);
        else Delete(found);
    }

    private bool IsDead(JsonObject reference) =>
        !store.IsLive(reference["uid"].Text() ?? "")
        && registry.FindKind(reference["apiVersion"].Text() ?? "", reference["kind"].Text() ?? "") is not null;

    private void EndNamespace(StoredObject found)
    {
        var content = store.Everything(o => o.Key.Namespace == found.Key.Name);
        foreach (var stored in content.Where(o => !o.IsDeleting)) Delete(stored);
        if (store.Everything(o => o.Key.Namespace == found.Key.Name).Length > 0) return;
        var body = found.Parse();
        body.Child("spec")?.Remove("finalizers");
        Finish(found, body);
    }

    private void EndDefinition(StoredObject found)
    {
        var names = found.Parse().Child("spec");
        var resource = new ResourceName(names.TextAt("group") ?? "", names.TextAt("names", "plural") ?? "");
        foreach (var stored in store.List(resource, Scope.All).Objects.Where(o => !o.IsDeleting)) Delete(stored);
        if (store.List(resource, Scope.All).Objects.Length > 0) return;
        var body = found.Parse();
        var finalizers = body.Child("metadata").Items("finalizers");
        if (finalizers?.FirstOrDefault(f => f.Text() == DefinitionStrategy.CleanupFinalizer) is { } cleanup) finalizers.Remove(cleanup);
        Finish(found, body);
    }

    /// <summary>Writes the last state; a lost race shows as a change of the object and so as another chore.</summary>
    private void Finish(StoredObject found, JsonObject body)
    {
        if (!body.HasFinalizers()) store.TryRemove(found, body);
        else if (!JsonNode.DeepEquals(body, found.Parse())) store.TryPut(found.Key, found, body);
    }

    private void Delete(StoredObject stored)
    {
        var key = stored.Key;
        if (registry.FindStorage(key.Resource) is not { } type) return;
        try
        {
            deletion.Delete(type, key.Namespace, key.Name, new DeleteOptions(Uid: stored.Uid));
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            // Gone already, or another object under the same name: either way this one is.
        }
    }

    private void TryExpireEvents()
    {
        try
        {
            ExpireEvents();
        }
        catch (Exception e)
        {
            LogExpiryFailed(log, e);
        }
    }

    private void ExpireEvents()
    {
        var oldest = clock.GetUtcNow() - EventLife;
        foreach (var stored in store.List(BuiltIns.Events.Storage, Scope.All).Objects)
        {
            var body = stored.Parse();
            var last = Metadata.Moment(body["lastTimestamp"]) ?? Metadata.Moment(body.At("series", "lastObservedTime"))
                ?? Metadata.Moment(body["eventTime"]) ?? Metadata.Moment(body.At("metadata", "creationTimestamp"));
            if (last < oldest) store.TryRemove(stored, body);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Upkeep {Kind} of {Name} failed and will be tried again")]
    private static partial void LogFailed(ILogger log, ChoreKind kind, string name, Exception error);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Removing old events failed and will be tried again")]
    private static partial void LogExpiryFailed(ILogger log, Exception error);
}
