namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>Folds a server's events into its interruptions. Reads no clock; an event that says nothing about them changes nothing.</summary>
public static class EpisodeFold
{
    /// <summary>Log after an event.</summary>
    public static EpisodeLog Apply(EpisodeLog log, ServerEvent e)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(e);
        var begun = log.Open is null && CauseOf(e) is { } cause ? Begin(log, e, cause.Cause, cause.Message) : log;
        return Learn(PartAfter(e) is { } part ? Turn(begun, e.Meta.At, part) : begun, e);
    }

    /// <summary>The interruption that goes on, with the time until now; null when there is none.</summary>
    public static Episode? OpenAt(EpisodeLog log, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(log);
        return log.Open is { } open ? open with { Parts = open.Parts.With(log.Part, now - log.Since) } : null;
    }

    private static (string Cause, string Message)? CauseOf(ServerEvent e) => e switch
    {
        IncarnationFailed x => (x.Fault.Reason, x.Fault.Message),
        MoveRequested x => (x.Statement == MoveDecisions.WindowStatement ? EpisodeCauses.Failback : EpisodeCauses.Ordered, x.Statement),
        UnmountRequested x => (EpisodeCauses.PodRemoved, x.Meta.Cause),
        ServerQuarantined x => (x.Cause.Reason, x.Cause.Message),
        ProofAwaited x => (EpisodeCauses.Other, x.Meta.Cause),
        _ => null,
    };

    private static EpisodePart? PartAfter(ServerEvent e) => e switch
    {
        UnmountRequested => EpisodePart.Unmount,
        ProofAwaited => EpisodePart.Proof,
        BackOffStarted or StartPermitted => EpisodePart.BackOff,
        ServerQuarantined or ApprovalAwaited => EpisodePart.Person,
        IncarnationPlanned => EpisodePart.Start,
        FormatRequested or MountRequested => EpisodePart.Mount,
        TargetMounted or LifeContinued or ServingStarted => EpisodePart.Recovery,
        _ => null,
    };

    private static EpisodeLog Begin(EpisodeLog log, ServerEvent e, string cause, string message) => log with
    {
        Open = new Episode { Began = e.Meta.At, Cause = cause, Message = message, FromNode = log.Node, FromKernel = log.Kernel },
        Part = EpisodePart.BackOff,
        Since = e.Meta.At,
    };

    /// <summary>The time since the last turn belongs to what went on until now.</summary>
    private static EpisodeLog Turn(EpisodeLog log, DateTimeOffset at, EpisodePart next) =>
        log with { Open = OpenAt(log, at), Part = next, Since = at };

    private static EpisodeLog Learn(EpisodeLog log, ServerEvent e) => e switch
    {
        IncarnationPlanned x => log with
        {
            Node = x.Node,
            Kernel = x.Kernel,
            MountedAt = null,
            Open = log.Open is { } open ? open with { Lives = open.Lives + 1 } : null,
        },
        IncarnationStarted x => log with { Kernel = x.Kernel },
        TargetMounted => log with { MountedAt = e.Meta.At },
        LifeContinued => log with { MountedAt = null },
        DeathProved x => log.Open is { } open ? log with { Open = open with { Proof = x.Proof.Kind } } : log,
        ServingStarted => log.Open is { } open ? End(log, open, e.Meta.At) : log,
        OrderRefused x => log with { Totals = log.Totals.WithRefusal(x.Code) },
        _ => log,
    };

    private static EpisodeLog End(EpisodeLog log, Episode open, DateTimeOffset at)
    {
        var ended = open with { Ended = at, ToNode = log.Node, ToKernel = log.Kernel, Outcome = OutcomeOf(open, log) };
        var recovery = log.MountedAt is { } mounted ? at - mounted : (TimeSpan?)null;
        var recent = log.Recent.Length < EpisodeLog.RecentMax ? log.Recent : log.Recent.RemoveAt(0);
        return log with { Open = null, Recent = recent.Add(ended), Totals = log.Totals.With(ended, recovery < TimeSpan.Zero ? TimeSpan.Zero : recovery) };
    }

    private static EpisodeOutcome OutcomeOf(Episode open, EpisodeLog log) =>
        open.Lives == 0 ? EpisodeOutcome.Continued
        : open.FromKernel == log.Kernel ? EpisodeOutcome.Restart
        : EpisodeOutcome.Failover;
}
