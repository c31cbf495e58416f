namespace LustreSupervisor.Supervisor.Kubernetes.SelfFencing;

/// <summary>
/// Since when this process has heard the API server without a break. What was read before an outage, or before this process stood still,
/// may be older than it looks, so lapses are counted anew after it.
/// </summary>
/// <param name="time">Clock; its monotonic side only.</param>
internal sealed class ApiHearing(TimeProvider time)
{
    /// <summary>Longest time between two answers that is no break: two missed looks of <see cref="SelfFenceWriter"/>.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private long? _since;
    private long _last;

    /// <summary>How long it has been heard without a break; zero while it is not.</summary>
    public TimeSpan HeardFor
    {
        get
        {
            lock (_gate)
                return _since is { } since && time.GetElapsedTime(_last) <= SilenceMax ? time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    /// <summary>It answered.</summary>
    public void Heard()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_since is null || time.GetElapsedTime(_last, now) > SilenceMax)
                _since = now;
            _last = now;
        }
    }

    /// <summary>It did not answer.</summary>
    public void Deaf()
    {
        lock (_gate)
            _since = null;
    }
}
