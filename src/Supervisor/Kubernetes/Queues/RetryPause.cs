namespace LustreSupervisor.Supervisor.Kubernetes.Queues;

/// <summary>Exponential pauses with jitter, so that many clients of a returning server do not come at once.</summary>
internal sealed class RetryPause(TimeSpan min, TimeSpan max, TimeProvider time)
{
    /// <summary>Doublings after which the longest pause is reached with any sensible bounds; keeps the shift in range.</summary>
    private const int DoublingsMax = 20;

    private int _failures;

    /// <summary>Starts over: the last attempt went well.</summary>
    public void Reset() => _failures = 0;

    /// <summary>Waits; each call without a <see cref="Reset"/> between waits longer, half of it by chance.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var full = Math.Min(min.TotalMilliseconds * (1 << Math.Min(_failures, DoublingsMax)), max.TotalMilliseconds);
        _failures++;
        var pause = TimeSpan.FromMilliseconds((full / 2) + (Random.Shared.NextDouble() * full / 2));
        return Task.Delay(pause, time, cancellationToken);
    }
}
