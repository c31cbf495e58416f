using Akka.Actor;
using Akka.Event;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Actors.Cache;

/// <summary>Feeds this member's view of one kind of object and tells subscribers what became of their key.</summary>
/// <typeparam name="TFact">Fact.</typeparam>
public sealed class WatchActor<TFact> : ReceiveActor, IWithTimers
    where TFact : class
{
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1);
    private readonly IFactSource<TFact> _source;
    private readonly FactSink<TFact> _sink;
    private readonly Dictionary<string, TFact> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<IActorRef>> _subscribers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private HashSet<string>? _listed;
    private bool _synced;

    /// <summary>Creates the actor.</summary>
    public WatchActor(IFactSource<TFact> source, FactSink<TFact> sink)
    {
        _source = source;
        _sink = sink;
        Receive<FactChange<TFact>.Upsert>(OnUpsert);
        Receive<FactChange<TFact>.Removed>(OnRemoved);
        Receive<FactChange<TFact>.Synced>(_ => OnSynced());
        Receive<FactChange<TFact>.Stale>(OnStale);
        Receive<SubscribeFact>(OnSubscribe);
        Receive<Terminated>(t => Unsubscribe(t.ActorRef));
        Receive<SourceEnded>(OnEnded);
        Receive<Again>(_ => RunAgain());
    }

    private sealed record SourceEnded(Exception? Error);

    private sealed record Again;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Run();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Run() => PumpAsync(_source, Self, _stop.Token).PipeTo(Self);

    /// <summary>A source that starts anew knows nothing of what it told before: what it does not list has vanished meanwhile.</summary>
    private void RunAgain()
    {
        _listed = [];
        Run();
    }

    private static async Task<SourceEnded> PumpAsync(IFactSource<TFact> source, IActorRef self, CancellationToken stop)
    {
        try
        {
            await foreach (var change in source.WatchAsync(stop).ConfigureAwait(false))
                self.Tell(change);
            return new SourceEnded(null);
        }
#pragma warning disable CA1031 // Whatever ended the source, the view is out of date and the source is run again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new SourceEnded(e);
        }
    }

    private void OnUpsert(FactChange<TFact>.Upsert change)
    {
        _facts.TryGetValue(change.Key, out var old);
        _facts[change.Key] = change.Fact;
        _listed?.Add(change.Key);
        _sink.Upsert(change.Key, old, change.Fact);
        Notify(change.Key, change.Fact);
    }

    private void OnRemoved(FactChange<TFact>.Removed change)
    {
        _facts.Remove(change.Key);
        _sink.Remove(change.Key);
        Notify(change.Key, null);
    }

    private void OnSynced()
    {
        if (_listed is { } listed)
            foreach (var vanished in _facts.Keys.Where(k => !listed.Contains(k)).ToList())
                OnRemoved(new FactChange<TFact>.Removed(vanished));
        _listed = null;
        _synced = true;
        _sink.Current(true);
        foreach (var key in _subscribers.Keys.ToList())
            Notify(key, _facts.GetValueOrDefault(key));
    }

    private void OnStale(FactChange<TFact>.Stale change)
    {
        _synced = false;
        _sink.Current(false);
        _log.Warning("View of {Fact} may be out of date: {Reason}", typeof(TFact).Name, change.Reason);
    }

    private void OnSubscribe(SubscribeFact ask)
    {
        if (!_subscribers.TryGetValue(ask.Key, out var set))
            _subscribers[ask.Key] = set = [];
        set.Add(Sender);
        Context.Watch(Sender);
        if (_synced)
            Sender.Tell(new FactIs<TFact>(ask.Key, _facts.GetValueOrDefault(ask.Key)));
    }

    private void Notify(string key, TFact? fact)
    {
        if (_synced && _subscribers.TryGetValue(key, out var set))
            foreach (var subscriber in set)
                subscriber.Tell(new FactIs<TFact>(key, fact));
    }

    private void Unsubscribe(IActorRef subscriber)
    {
        foreach (var (key, set) in _subscribers.ToList())
            if (set.Remove(subscriber) && set.Count == 0)
                _subscribers.Remove(key);
    }

    private void OnEnded(SourceEnded ended)
    {
        if (_stop.IsCancellationRequested)
            return;
        OnStale(new FactChange<TFact>.Stale(ended.Error?.Message ?? "the source ended"));
        Timers.StartSingleTimer(nameof(Again), new Again(), RestartAfter);
    }
}
