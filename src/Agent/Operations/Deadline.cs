namespace LustreSupervisor.Agent.Operations;

/// <summary>When an operation must have answered, by the monotonic clock.</summary>
internal sealed class Deadline(TimeProvider time, TimeSpan within)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The whole of its time.</summary>
    public TimeSpan Within => within;

    /// <summary>Time left; zero when it has passed.</summary>
    public TimeSpan Left => within - time.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>It has passed.</summary>
    public bool Passed => Left == TimeSpan.Zero;
}
