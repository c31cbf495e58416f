namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>
/// Says what time it is and never rings: deadlines do not pass and stopwatches stand still, however far the time is set. So an actor
/// does nothing by itself because time went by between two recorded commands.
/// </summary>
internal sealed class RecordedClock : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now;

    public void Set(DateTimeOffset now)
    {
        lock (_gate)
            _now = now;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
