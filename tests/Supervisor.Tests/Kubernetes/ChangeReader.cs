using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

/// <summary>Reads a fact source step by step, as short texts: <c>+key</c>, <c>-key</c>, <c>synced</c>, <c>stale</c>.</summary>
internal sealed class ChangeReader<TFact> : IAsyncDisposable
    where TFact : class
{
    private readonly IAsyncEnumerator<FactChange<TFact>> _changes;
    private readonly CancellationTokenSource _stop;

    public ChangeReader(IFactSource<TFact> source, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _changes = source.WatchAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>The last fact told.</summary>
    public TFact? Fact { get; private set; }

    public async Task<string> NextAsync()
    {
        Assert.True(await _changes.MoveNextAsync());
        switch (_changes.Current)
        {
            case FactChange<TFact>.Upsert upsert:
                Fact = upsert.Fact;
                return $"+{upsert.Key}";
            case FactChange<TFact>.Removed removed:
                return $"-{removed.Key}";
            case FactChange<TFact>.Stale:
                return "stale";
            default:
                return "synced";
        }
    }

    public async Task ExpectAsync(params string[] expected)
    {
        foreach (var step in expected)
            Assert.Equal(step, await NextAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _changes.DisposeAsync();
        _stop.Dispose();
    }
}
