namespace LustreSupervisor.Actors.Ports;

/// <summary>A level-triggered view of one kind of object in the cluster: the adapter lists, watches, re-lists and synthesises removals.</summary>
/// <typeparam name="TFact">Fact of the pure core, such as <c>PodFact</c>.</typeparam>
public interface IFactSource<TFact>
    where TFact : class
{
    /// <summary>
    /// Runs until cancelled. Yields every current fact, then <see cref="FactChange{TFact}.Synced"/>, then changes;
    /// <see cref="FactChange{TFact}.Stale"/> as soon as the view cannot be trusted to be current, and facts and Synced again after that.
    /// </summary>
    IAsyncEnumerable<FactChange<TFact>> WatchAsync(CancellationToken cancellationToken);
}

/// <summary>One step of a view.</summary>
public abstract record FactChange<TFact>
    where TFact : class
{
    /// <summary>The fact about <paramref name="Key"/> now.</summary>
    public sealed record Upsert(string Key, TFact Fact) : FactChange<TFact>;

    /// <summary>The object is gone. For a kernel this proves nothing.</summary>
    public sealed record Removed(string Key) : FactChange<TFact>;

    /// <summary>Everything that exists has been told.</summary>
    public sealed record Synced : FactChange<TFact>;

    /// <summary>The view may be out of date from here on (API unreachable, watch silent).</summary>
    public sealed record Stale(string Reason) : FactChange<TFact>;
}
