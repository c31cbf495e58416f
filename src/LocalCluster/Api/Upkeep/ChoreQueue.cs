using System.Threading.Channels;

namespace LustreSupervisor.LocalCluster.Api.Upkeep;

/// <summary>The chores that are due, each at most once: bounded by the number of objects.</summary>
internal sealed class ChoreQueue
{
    private readonly Lock gate = new();
    private readonly HashSet<Chore> due = [];
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(Chore chore)
    {
        lock (gate) due.Add(chore);
        signal.Writer.TryWrite(true);
    }

    public Chore[] TakeAll()
    {
        lock (gate)
        {
            Chore[] taken = [.. due];
            due.Clear();
            return taken;
        }
    }

    /// <summary>Returns when something may be due, or when <paramref name="patience"/> is over.</summary>
    public async Task WaitAsync(TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = clock.CreateTimer(_ => limited.Cancel(), null, patience, Timeout.InfiniteTimeSpan);
        try
        {
            await signal.Reader.ReadAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }
    }
}
