namespace LustreSupervisor.LocalCluster.Tests.Kernel;

/// <summary>The clock of a kernel that can be frozen: its timers do not fire until it thaws, and then all at once.</summary>
internal sealed class StoppableTime : TimeProvider
{
    private readonly Lock _gate = new();
    private List<Action>? _held;

    public void Freeze()
    {
        lock (_gate)
            _held ??= [];
    }

    public void Thaw()
    {
        List<Action> held;
        lock (_gate)
            (held, _held) = (_held ?? [], null);
        foreach (var callback in held)
            callback();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => TimeProvider.System.CreateTimer(
        _ =>
        {
            lock (_gate)
            {
                if (_held is not null)
                {
                    _held.Add(() => callback(state));
                    return;
                }
            }

            callback(state);
        }, null, dueTime, period);
}
