using System.Runtime.CompilerServices;
using System.Text.Json;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>Turns the view of one collection into facts.</summary>
internal static class FactSource
{
    /// <summary>Converts every change; the objects' keys are the facts' keys.</summary>
    public static async IAsyncEnumerable<FactChange<TFact>> ConvertAsync<TFact>(
        IAsyncEnumerable<ObjectChange> changes,
        Func<JsonElement, TFact> convert,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TFact : class
    {
        await foreach (var change in changes.WithCancellation(cancellationToken))
            yield return change switch
            {
                ObjectChange.Upsert upsert => new FactChange<TFact>.Upsert(upsert.Key, convert(upsert.Object)),
                ObjectChange.Removed removed => new FactChange<TFact>.Removed(removed.Key),
                ObjectChange.Stale stale => new FactChange<TFact>.Stale(stale.Reason),
                _ => new FactChange<TFact>.Synced(),
            };
    }
}
