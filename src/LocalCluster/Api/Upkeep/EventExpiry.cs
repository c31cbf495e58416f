using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>Removes Events that nobody has added to for long.</summary>
internal sealed class EventExpiry(ObjectStore store, TimeProvider clock)
{
    /// <summary>Life of an event after its last change, <c>--event-ttl</c> of the real server.</summary>
    private static readonly TimeSpan EventLife = TimeSpan.FromHours(1);

    public void Work()
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
}
