using System.Threading.Channels;
using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>
/// One watch: what was there at its start, then a bounded queue of changes. A reader that lets the queue fill up is cut off
/// (the queue completes), as the real server does: it resumes from the last resourceVersion it saw.
/// </summary>
internal sealed class Subscription : IDisposable
{
    /// <summary>Changes a slow watcher may lag behind: enough for a burst over every object of a 4000-server cluster.</summary>
    internal const int QueueLimitDefault = 8192;

    private readonly Scope scope;
    private readonly Action<Subscription> leave;
    private readonly Channel<WatchItem> queue;

    public Subscription(Scope scope, IReadOnlyList<WatchItem> initial, long version, int queueLimit, Action<Subscription> leave)
    {
        this.scope = scope;
        this.leave = leave;
        Initial = initial;
        Version = version;
        queue = Channel.CreateBounded<WatchItem>(new BoundedChannelOptions(queueLimit) { SingleReader = true });
    }

    /// <summary>What to send first.</summary>
    public IReadOnlyList<WatchItem> Initial { get; }

    /// <summary>The resourceVersion that <see cref="Initial"/> leads up to.</summary>
    public long Version { get; }

    public ChannelReader<WatchItem> Changes => queue.Reader;

    /// <summary>Hands on a change if it concerns this watch. Called under the store's lock, so in order.</summary>
    public void Offer(Change change)
    {
        if (change.Through(scope) is { } item) Offer(item);
    }

    public void Offer(WatchItem item)
    {
        if (!queue.Writer.TryWrite(item)) queue.Writer.TryComplete();
    }

    public void Dispose() => leave(this);
}
