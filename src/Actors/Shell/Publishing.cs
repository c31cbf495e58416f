using Akka.Actor;

namespace LustreSupervisor.Actors.Shell;

/// <summary>Publishes a view when it changed, at most once a second, and again after a failure. Lives inside one actor.</summary>
/// <typeparam name="TView">View; compared by value.</typeparam>
/// <param name="timers">The actor's timers.</param>
/// <param name="time">Clock.</param>
/// <param name="publish">Writes the view to the world.</param>
public sealed class Publishing<TView>(ITimerScheduler timers, TimeProvider time, Func<TView, CancellationToken, Task> publish)
    where TView : class
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private TView? _wanted;
    private TView? _published;
    private bool _busy;
    private long _lastStart;
    private bool _everStarted;

    /// <summary>Timer message: time to look again.</summary>
    public sealed record Due;

    /// <summary>The write ended.</summary>
    /// <param name="View">View that was written.</param>
    /// <param name="Error">Null when it succeeded.</param>
    public sealed record Ended(TView View, Exception? Error);

    /// <summary>Asks for this view to be what the world sees.</summary>
    public void Want(TView view, IActorRef self)
    {
        _wanted = view;
        Go(self);
    }

    /// <summary>Handles <see cref="Due"/>.</summary>
    public void OnDue(IActorRef self) => Go(self);

    /// <summary>Handles <see cref="Ended"/>.</summary>
    public void OnEnded(Ended ended, IActorRef self)
    {
        _busy = false;
        if (ended.Error is not null)
        {
            timers.StartSingleTimer(this, new Due(), RetryAfter);
            return;
        }

        _published = ended.View;
        Go(self);
    }

    private void Go(IActorRef self)
    {
        if (_busy || _wanted is null || _wanted.Equals(_published))
            return;
        var rest = _everStarted ? LeastInterval - time.GetElapsedTime(_lastStart) : TimeSpan.Zero;
        if (rest > TimeSpan.Zero)
        {
            timers.StartSingleTimer(this, new Due(), rest);
            return;
        }

        _busy = true;
        _everStarted = true;
        _lastStart = time.GetTimestamp();
        RunAsync(_wanted).PipeTo(self);
    }

    private async Task<Ended> RunAsync(TView view)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            await publish(view, deadline.Token).ConfigureAwait(false);
            return new Ended(view, null);
        }
#pragma warning disable CA1031 // Whatever failed, the view is written again later; the status is not a safety matter.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Ended(view, e);
        }
    }
}
