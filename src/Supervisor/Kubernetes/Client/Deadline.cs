namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>A token that is cancelled by its caller or by the clock, whichever comes first.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timed;
    private readonly CancellationTokenSource _linked;

    /// <summary>Starts the clock.</summary>
    public Deadline(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timed = new CancellationTokenSource(timeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timed.Token, cancellationToken);
    }

    /// <summary>The token.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>True when the clock ended it.</summary>
    public bool Passed => _timed.IsCancellationRequested;

    /// <summary>Starts the clock anew, unless it has run out already.</summary>
    public void Extend(TimeSpan timeout) => _timed.CancelAfter(timeout);

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked.Dispose();
        _timed.Dispose();
    }
}
