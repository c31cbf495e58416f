namespace LustreSupervisor.Simulation.Engine;

/// <summary>Virtual time: what is to happen, in the order in which it happens. Nothing here reads a real clock.</summary>
internal sealed class Agenda(DateTimeOffset start)
{
    private readonly PriorityQueue<(Host Host, Action Action), (long Ticks, long Order)> _queue = new();
    private readonly DateTimeOffset _start = start;
    private long _order;

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => Now - _start;

    /// <summary>Things that happened so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Lets something happen after a delay, in a host: a dead one does nothing, a frozen one does it when it thaws.</summary>
    public void After(TimeSpan delay, Host host, Action action) => _queue.Enqueue((host, action), ((Now + delay).Ticks, _order++));

    /// <summary>A wait that code of a host awaits.</summary>
    public Rest Rest(Host host, TimeSpan delay) => new(this, host, delay);

    /// <summary>Lets the next thing happen; false when there is none before <paramref name="until"/>.</summary>
    public bool Step(DateTimeOffset until)
    {
        if (!_queue.TryPeek(out _, out var due) || due.Ticks > until.Ticks)
        {
            Now = until;
            return false;
        }

        var (host, action) = _queue.Dequeue();
        Now = new DateTimeOffset(due.Ticks, TimeSpan.Zero);
        if (host.Dead)
            return true;
        Steps++;
        host.Run(action);
        return true;
    }
}
