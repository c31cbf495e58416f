using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>
/// What ends objects: garbage collection by owner references, the end of namespaces and of definitions, the expiry of events.
/// Level-triggered: a change only names a place to look at.
/// </summary>
internal sealed partial class Housekeeper
{
    /// <summary>How long a chore that failed waits: another writer was faster, or the disk is full.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at old events.</summary>
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromMinutes(5);

    private readonly ChoreQueue queue = new();
    private readonly ObjectStore store;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Collector collector;
    private readonly NamespaceEnd namespaces;
    private readonly DefinitionEnd definitions;
    private readonly EventExpiry expiry;

    public Housekeeper(ObjectStore store, ResourceRegistry registry, Deletion deletion, EventRecorder events, TimeProvider clock, ILogger log)
    {
        var removal = new Removal(store, registry, deletion);
        this.store = store;
        this.clock = clock;
        this.log = log;
        collector = new Collector(store, registry, removal, events);
        namespaces = new NamespaceEnd(store, removal, clock);
        definitions = new DefinitionEnd(store, removal);
        expiry = new EventExpiry(store, clock);
    }

    /// <summary>Notes what a change makes worth a look. Called under the store's lock.</summary>
    public void Follow(Change change)
    {
        foreach (var owner in change.Object.OwnerUids.Concat(change.Previous?.OwnerUids ?? []).Select(store.FindUid).OfType<StoredObject>())
            if (owner.IsDeleting) queue.Add(new Chore(ChoreKind.Dependants, owner.Key));
        var key = change.Object.Key;
        var ns = BuiltIns.Namespaces.Key(null, key.Namespace);
        if (change.Type != ChangeType.Deleted)
        {
            Inspect(change.Object);
            return;
        }

        foreach (var dependant in store.DependantsOf(change.Object.Uid)) queue.Add(new Chore(ChoreKind.Owners, dependant));
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
        if (stored.OwnerUids.Count > 0 && collector.IsSuspect(stored)) queue.Add(new Chore(ChoreKind.Owners, stored.Key));
        if (!stored.IsDeleting) return;
        queue.Add(new Chore(ChoreKind.Dependants, stored.Key));
        if (stored.Key.Resource == BuiltIns.Namespaces.Storage) queue.Add(new Chore(ChoreKind.Namespace, stored.Key));
        if (stored.Key.Resource == BuiltIns.Definitions.Storage) queue.Add(new Chore(ChoreKind.Definition, stored.Key));
    }

    private bool TryDo(Chore chore)
    {
        try
        {
            if (store.Find(chore.Key) is { } found) Do(chore.Kind, found);
            return true;
        }
        catch (Exception e)
        {
            // Whatever it is, the other chores must go on.
            LogFailed(log, chore.Kind, chore.Key.Name, e);
            return false;
        }
    }

    private void Do(ChoreKind kind, StoredObject found)
    {
        switch (kind)
        {
            case ChoreKind.Owners:
                collector.JudgeOwners(found);
                break;
            case ChoreKind.Dependants:
                collector.JudgeDependants(found);
                break;
            case ChoreKind.Namespace:
                namespaces.Work(found);
                break;
            default:
                definitions.Work(found);
                break;
        }
    }

    private void TryExpireEvents()
    {
        try
        {
            expiry.Work();
        }
        catch (Exception e)
        {
            LogExpiryFailed(log, e);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Upkeep {Kind} of {Name} failed and will be tried again")]
    private static partial void LogFailed(ILogger log, ChoreKind kind, string name, Exception error);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Removing old events failed and will be tried again")]
    private static partial void LogExpiryFailed(ILogger log, Exception error);
}
