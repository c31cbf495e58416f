namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>Where a target stands with the clients that it knew before its start (<c>recovery_status</c>).</summary>
public abstract record RecoveryState
{
    /// <summary>Window with imperative recovery: obd_timeout 100 s × 3 × ir_factor 5 / 10.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(150);

    /// <summary>Number of the first transaction after a format: the upper half counts starts.</summary>
    public const long FirstTransno = (1L << 32) + 1;

    /// <summary>State at a start: nothing to wait for, or waiting for the known clients.</summary>
    public static RecoveryState AtStart(int knownClients) => knownClients == 0 ? new Inactive() : new WaitingForClients(knownClients);

    /// <summary>State after <paramref name="now"/>: a window that has passed evicts whoever did not come back.</summary>
    public virtual RecoveryState At(DateTimeOffset now) => this;

    /// <summary>State after one known client reconnected.</summary>
    public virtual RecoveryState ClientReturned(DateTimeOffset now) => this;

    /// <summary>State after <c>lctl abort_recovery</c>: whoever is missing is evicted.</summary>
    public virtual RecoveryState Abort(DateTimeOffset now) => this;
}

/// <summary>No recoverable client: ready at once.</summary>
public sealed record Inactive : RecoveryState;

/// <summary>Clients are known, none has reconnected; the timer has not started and this may last for ever.</summary>
/// <param name="Known">Clients to wait for.</param>
public sealed record WaitingForClients(int Known) : RecoveryState
{
    /// <inheritdoc/>
    public override RecoveryState ClientReturned(DateTimeOffset now) => Recovering.Begin(Known, now);

    /// <inheritdoc/>
    public override RecoveryState Abort(DateTimeOffset now) => new Complete(now, TimeSpan.Zero, 0, Known);
}

/// <summary>The first client came back and the timer runs.</summary>
/// <param name="StartedAt">When the first client came back.</param>
/// <param name="Connected">Clients back so far.</param>
/// <param name="Known">Clients to wait for.</param>
public sealed record Recovering(DateTimeOffset StartedAt, int Connected, int Known) : RecoveryState
{
    /// <summary>When the window ends; it moves towards the hard limit as clients come back and replay.</summary>
    public DateTimeOffset EndsAt { get; init; } = StartedAt + Window;

    /// <summary>Clients that have replayed all they had.</summary>
    public int Completed { get; init; }

    /// <summary>Clients that are back and still replay.</summary>
    public int Replaying { get; init; }

    /// <summary>Clients given up so far.</summary>
    public int Evicted { get; init; }

    /// <summary>Requests replayed so far.</summary>
    public long Replayed { get; init; }

    /// <summary>Replays that wait for their turn.</summary>
    public int Queued { get; init; }

    /// <summary>Number of the transaction that is waited for.</summary>
    public long NextTransno { get; init; } = FirstTransno;

    /// <inheritdoc/>
    public override RecoveryState At(DateTimeOffset now) =>
        now < EndsAt ? this : new Complete(StartedAt, EndsAt - StartedAt, Connected, Known);

    /// <inheritdoc/>
    public override RecoveryState ClientReturned(DateTimeOffset now) => At(now) is Recovering
        ? Step(this with { Connected = Connected + 1, Completed = Completed + 1 }, now)
        : At(now);

    /// <inheritdoc/>
    public override RecoveryState Abort(DateTimeOffset now) => new Complete(StartedAt, now - StartedAt, Connected, Known);

    internal static RecoveryState Begin(int known, DateTimeOffset now) => Step(new Recovering(now, 1, known) { Completed = 1 }, now);

    private static RecoveryState Step(Recovering state, DateTimeOffset now) => state.Connected < state.Known
        ? state
        : new Complete(state.StartedAt, now - state.StartedAt, state.Known, state.Known);
}

/// <summary>Recovery is over.</summary>
/// <param name="StartedAt">When the first client came back, or the abort.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Completed">Clients that recovered.</param>
/// <param name="Known">Clients that were waited for; the difference was evicted.</param>
public sealed record Complete(DateTimeOffset StartedAt, TimeSpan Duration, int Completed, int Known) : RecoveryState
{
    /// <summary>Requests that were replayed.</summary>
    public long Replayed { get; init; }

    /// <summary>Number of the newest transaction at the end of recovery.</summary>
    public long LastTransno { get; init; } = FirstTransno - 1;
}
