using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>
/// <c>garbage-collector-controller</c>: deletes what has lost its owners, in the background, in the foreground or not at all
/// (<c>pkg/controller/garbagecollector</c>).
/// </summary>
internal sealed class Collector(ObjectStore store, ResourceRegistry registry, Removal removal, EventRecorder events)
{
    private const string Component = "garbage-collector-controller";

    private readonly OwnerReferences references = new(store);

    /// <summary>What is the matter with an owner.</summary>
    private enum OwnerState
    {
        /// <summary>It lives, or nobody here can tell.</summary>
        Solid,

        /// <summary>It waits for its dependants to go.</summary>
        Waiting,

        /// <summary>It is no more.</summary>
        Absent,
    }

    /// <summary>Whether the object's owners are worth a look: one is gone, or is not where an owner may be.</summary>
    public bool IsSuspect(StoredObject stored) => stored.OwnerUids.Any(uid =>
        store.FindUid(uid) is not { } owner || (owner.Key.Namespace.Length > 0 && owner.Key.Namespace != stored.Key.Namespace));

    /// <summary>Deletes an object none of whose owners lives on, or frees it from those that do not.</summary>
    public void JudgeOwners(StoredObject found)
    {
        var body = found.Parse();
        if (found.IsDeleting) return;
        var owners = body.Child("metadata").Objects("ownerReferences")
            .Select(reference => (Uid: reference["uid"].Text() ?? "", State: StateOf(found, reference))).ToList();
        var lost = owners.Where(owner => owner.State != OwnerState.Solid).Select(owner => owner.Uid).ToHashSet();
        if (lost.Count == 0) return;
        if (owners.Any(owner => owner.State == OwnerState.Solid)) references.Remove(found.Key, lost);
        else DeleteDependant(found, body, owners.Any(owner => owner.State == OwnerState.Waiting));
    }

    /// <summary>Goes on with a deletion that waits for dependants.</summary>
    public void JudgeDependants(StoredObject found)
    {
        if (!found.IsDeleting) return;
        var body = found.Parse();
        var dependants = store.DependantsOf(found.Uid).Where(key => found.Key.Namespace.Length == 0 || key.Namespace == found.Key.Namespace).ToList();
        if (Propagation.Has(body, Propagation.OrphanFinalizer))
        {
            foreach (var key in dependants) references.Remove(key, [found.Uid]);
            removal.DropFinalizer(found, Propagation.OrphanFinalizer);
        }
        else if (Propagation.Has(body, Propagation.ForegroundFinalizer))
        {
            foreach (var dependant in dependants.Select(store.Find).OfType<StoredObject>()) JudgeOwners(dependant);
            if (!dependants.Any(key => Blocks(key, found.Uid))) removal.DropFinalizer(found, Propagation.ForegroundFinalizer);
        }
    }

    private void DeleteDependant(StoredObject found, JsonObject body, bool ownerWaits)
    {
        var dependants = store.DependantsOf(found.Uid);
        var policy = Propagation.Has(body, Propagation.OrphanFinalizer) ? Propagation.Orphan
            : Propagation.Has(body, Propagation.ForegroundFinalizer) || (ownerWaits && dependants.Length > 0) ? Propagation.Foreground
            : Propagation.Background;
        if (ownerWaits && dependants.Any(WaitsForDependants)) references.Unblock(found.Key);
        removal.Delete(found, policy);
    }

    private OwnerState StateOf(StoredObject dependant, JsonObject reference)
    {
        var (version, kind, name) = (reference["apiVersion"].Text() ?? "", reference["kind"].Text() ?? "", reference["name"].Text() ?? "");
        if (registry.FindKind(version, kind) is not { } type) return OwnerState.Solid;
        // Nobody can tell in which namespace such an owner would be.
        if (type.Namespaced && dependant.Key.Namespace.Length == 0) return OwnerState.Solid;
        var uid = reference["uid"].Text() ?? "";
        var key = type.Key(type.Namespaced ? dependant.Key.Namespace : null, name);
        if (store.Find(key) is { } owner && owner.Uid == uid) return WaitsForDependants(key) ? OwnerState.Waiting : OwnerState.Solid;
        if (store.FindUid(uid) is { } elsewhere && elsewhere.Key.Namespace != dependant.Key.Namespace && type.Namespaced) Complain(dependant, version, kind, name, uid);
        return OwnerState.Absent;
    }

    private bool WaitsForDependants(ObjectKey key) =>
        store.Find(key) is { IsDeleting: true } owner && Propagation.Has(owner.Parse(), Propagation.ForegroundFinalizer);

    private bool Blocks(ObjectKey key, string owner) => store.Find(key) is { } dependant
        && dependant.Parse().Child("metadata").Objects("ownerReferences")
            .Any(reference => reference["uid"].Text() == owner && reference["blockOwnerDeletion"].Flag() == true);

    private void Complain(StoredObject dependant, string version, string kind, string name, string uid)
    {
        if (registry.FindStorage(dependant.Key.Resource) is not { } type) return;
        var place = dependant.Key.Namespace;
        events.Warning(Component, new EventSubject(type, dependant.Key, dependant.Uid), "OwnerRefInvalidNamespace",
            $"ownerRef [{version}/{kind}, namespace: {place}, name: {name}, uid: {uid}] does not exist in namespace \"{place}\"");
    }
}
