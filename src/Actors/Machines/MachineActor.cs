using System.Collections.Immutable;
using Akka.Actor;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Machines;

/// <summary>Asks a machine's actor whether a kernel of it is proved dead. Answered at once with <see cref="ProofAnswer"/>.</summary>
/// <param name="Claim">The claim that waits.</param>
/// <param name="DeviceId">Device of the target that waits; null when it is about the whole machine.</param>
public sealed record QueryProof(KernelClaim Claim, string? DeviceId = null);

/// <summary>The answer: a proof, or what is going on instead.</summary>
/// <param name="Claim">The claim asked about.</param>
/// <param name="Proof">Null while there is none.</param>
/// <param name="Progress">What is going on, for people.</param>
public sealed record ProofAnswer(KernelClaim Claim, DeathProof? Proof, string Progress);

/// <summary>One machine: its boots, and one fence operation at a time however many targets ask.</summary>
public sealed class MachineActor : AggregateShell<MachineState, MachineCommand, MachineEvent, RunFence>
{
    /// <summary>Bound of one attempt over all agents in turn; each of them has a shorter one of its own.</summary>
    private static readonly TimeSpan FenceDeadline = TimeSpan.FromMinutes(5);
    private readonly string _systemUuid;
    private readonly FencePermits _permits;
    private string _refusal = "";
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private CancellationTokenSource? _attempt;
    private long? _unwantedSince;
    private FenceAttempt? _underWay;
    private FenceTally _tally = FenceTally.Empty;

    /// <summary>Creates the actor of the machine with this system UUID.</summary>
    public MachineActor(string systemUuid, ActorServices services)
        : base("machine/" + systemUuid, MachineState.Initial, services)
    {
        _systemUuid = systemUuid;
        _permits = new FencePermits(services);
        Command<FenceAsked>(OnAsked);
        Command<NeighbourAnswer>(_permits.Note);
        Command<QueryProof>(q => Sender.Tell(
            new ProofAnswer(q.Claim, MachineDecider.ProofFor(State, q.Claim, Rules.All, ReportedBoot(), q.DeviceId, IsHeard()), Progress())));
        Command<FenceNow>(f => Fence(f.Effect));
        Command<AttemptEnded>(_ => { });
        Command<CheckPermit>(_ => OnCheckPermit());
    }

    private sealed record FenceNow(RunFence Effect);

    private sealed record AttemptEnded;

    private sealed record CheckPermit;

    /// <inheritdoc/>
    protected override MachineCommand ResumeCommand => new ResumeMachine();

    /// <inheritdoc/>
    protected override Decision<MachineEvent> Decide(MachineState state, MachineCommand command, DecisionContext context) =>
        MachineDecider.Decide(state, command, context);

    /// <inheritdoc/>
    protected override MachineState Evolve(MachineState state, MachineEvent e) => MachineDecider.Evolve(state, e);

    /// <inheritdoc/>
    protected override void OnFolded(MachineEvent e)
    {
        _tally = _tally.Apply(e);
        if (!IsRecovering)
            Services.Live.Set(_systemUuid, _tally);
    }

    /// <inheritdoc/>
    protected override ImmutableArray<RunFence> Due(MachineState state) => MachineDecider.Due(state);

    /// <summary>An attempt that is under way is not joined by a second one when name or address of the machine change.</summary>
    protected override void Start(RunFence effect)
    {
        if (effect.Attempt.Equals(_underWay))
            return;
        var wait = effect.Attempt.NotBefore - Services.Time.GetUtcNow();
        Timers.StartSingleTimer(effect.Id, new FenceNow(effect), wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <inheritdoc/>
    protected override void Cancel(RunFence effect)
    {
        Timers.Cancel(effect.Id);
        EndAttempt();
    }

    /// <inheritdoc/>
    protected override void OnChanged() => Services.Live.Set(_systemUuid, State);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Services.Live.RemoveMachine(_systemUuid);
        EndAttempt();
        base.PostStop();
    }

    private void OnAsked(FenceAsked asked)
    {
        _permits.Note(asked);
        _refusal = "";
        Handle(_permits.WithObjections(asked, _systemUuid, Self) with { ReportedBoot = ReportedBoot(), Heard = IsHeard() });
    }

    /// <inheritdoc/>
    protected override void OnRefused(MachineCommand command, string code, string message) => _refusal = $"{code}: {message}";

    private void Fence(RunFence effect)
    {
        if (!_permits.IsWanted(effect.Attempt.BootId))
        {
            Await(effect);
            return;
        }
        _unwantedSince = null;
        EndAttempt();
        _attempt = new CancellationTokenSource();
        _underWay = effect.Attempt;
        Timers.StartPeriodicTimer(nameof(CheckPermit), new CheckPermit(), LookAgainAfter);
        var order = new FenceOrder(_systemUuid, effect.Node, effect.Attempt.Agents, effect.BmcAddress)
        {
            BootId = effect.Attempt.BootId,
            Scope = effect.Attempt.Scope,
            NodeIsMachine = Services.View.Nodes.GetValueOrDefault(effect.Node)?.Kernel.SystemUuid == _systemUuid,
        };
        RunAsync(Services, order, effect.Attempt.BootId, _attempt.Token).PipeTo(Self);
    }

    /// <summary>
    /// After a recovery the permits have not been repeated yet; when nobody repeats them, nobody wants the fence any more.
    /// </summary>
    private void Await(RunFence effect)
    {
        if (_unwantedSince is { } since && Services.Time.GetElapsedTime(since) >= MachineDecider.PermitLives)
        {
            _unwantedSince = null;
            Handle(new WithdrawFence(effect.Attempt.BootId, "nobody asks for it any more"));
            return;
        }
        _unwantedSince ??= Services.Time.GetTimestamp();
        Timers.StartSingleTimer(effect.Id, new FenceNow(effect), LookAgainAfter);
    }

    /// <summary>A fence that nobody wants any more is broken off, as far as it can be.</summary>
    private void OnCheckPermit()
    {
        if (_underWay is not { } attempt || _permits.IsWanted(attempt.BootId))
            return;
        EndAttempt();
        Handle(new WithdrawFence(attempt.BootId, "nobody asks for it any more"));
    }

    private void EndAttempt()
    {
        Timers.Cancel(nameof(CheckPermit));
        _attempt?.Cancel();
        _attempt?.Dispose();
        (_attempt, _underWay) = (null, null);
    }

    private static async Task<object> RunAsync(ActorServices services, FenceOrder order, string bootId, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(FenceDeadline, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            var confirmed = await services.Fencing.PowerOffAsync(order, both.Token).ConfigureAwait(false);
            return new ReportFenced(bootId, confirmed.Agent, confirmed.Evidence) { Kind = confirmed.Kind, Devices = confirmed.Devices };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A newer attempt has taken over, or nobody wants it any more: this one says nothing.
            return new AttemptEnded();
        }
#pragma warning disable CA1031 // Whatever failed, the fence is not confirmed and nothing may be concluded.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new ReportFenceFailed(bootId, e.Message);
        }
    }

    private bool IsHeard() => Services.View.NodesCurrent && Services.View.Nodes.Values
        .Any(n => n.Kernel.SystemUuid == _systemUuid && Services.View.SilentFor(n.Name) < MachineDecider.HeardWithin);

    /// <summary>Null where it is not known: no node reports the machine, or two do, as cloned ones can.</summary>
    private string? ReportedBoot() =>
        Services.View.NodesCurrent && Services.View.Nodes.Values.Where(n => n.Kernel.SystemUuid == _systemUuid).Take(2).ToList() is [var node]
            ? node.Kernel.BootId
            : null;

    private string Progress() => State.Fence is { } fence
        ? $"fencing {State.Node}, attempt {fence.Number}" + (fence.LastFailure.Length > 0 ? $"; last failure: {fence.LastFailure}" : "")
        : _refusal;
}
