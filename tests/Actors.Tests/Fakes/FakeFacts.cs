using System.Threading.Channels;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>A view whose changes the test tells. Each run of the watch reads on from where the test is.</summary>
public sealed class FakeFacts<TFact> : IFactSource<TFact>
    where TFact : class
{
    private readonly Channel<Func<FactChange<TFact>>> _changes = Channel.CreateUnbounded<Func<FactChange<TFact>>>();

    public void Upsert(string key, TFact fact) => Tell(() => new FactChange<TFact>.Upsert(key, fact));

    public void Removed(string key) => Tell(() => new FactChange<TFact>.Removed(key));

    public void Synced() => Tell(() => new FactChange<TFact>.Synced());

    public void Stale(string reason) => Tell(() => new FactChange<TFact>.Stale(reason));

    /// <summary>The watch breaks; its consumer sees the exception.</summary>
    public void Break(Exception error) => Tell(() => throw error);

    public async IAsyncEnumerable<FactChange<TFact>> WatchAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken))
            yield return change();
    }

    private void Tell(Func<FactChange<TFact>> change) => Assert.True(_changes.Writer.TryWrite(change));
}
