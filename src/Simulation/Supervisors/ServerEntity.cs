using System.Collections.Immutable;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>A server's entity, driven as <c>ServerActor</c> drives it.</summary>
internal sealed class ServerEntity(World world, Member member, string key)
    : Entity<ServerState, ServerCommand, ServerEvent, ServerEffect>(world, member, EntityIds.Server(key), ServerState.Initial)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAtWindowAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReportAgainAfter = TimeSpan.FromSeconds(2);
    private ServerPhase _reported = ServerPhase.Unknown;
    private IncarnationLife? _life;
    private string? _silentStamp;

    protected override ServerCommand ResumeCommand => new Resume();

    internal void Place(DeclareServer command, string filesystemId) => Receive(() => Handle(command, () =>
    {
        if (State.Spec is { } spec)
            Member.Tell<FilesystemEntity>(filesystemId, f => f.Acknowledged(spec.Target.ObjectName, spec, State.Phase > ServerPhase.Declared, State.Phase, Revision, State.Claim?.Kernel.SystemUuid));
    }));

    /// <summary>A life tells what it saw. In bad times it is told once more, when it may no longer be true.</summary>
    internal void Told(ServerCommand command)
    {
        Receive(() => Handle(command));
        Again(command);
    }

    private void Again(ServerCommand command)
    {
        if (World.LosesMessages && World.Delays.Chance(0.6))
            World.HeldReports.Keep(Id, State.LastNumber, command);
        if (World.LosesMessages && World.Delays.Chance(0.3))
            World.Agenda.After(World.Delays.Seconds(1, 400), Host, () => Receive(() => Handle(command)));
    }

    /// <summary>A life ended by a fault that its supervisor's strategy turns into a stop.</summary>
    internal void LifeEnded(IncarnationLife life, Fault fault, string? podUid) => Receive(() =>
    {
        if (life == _life)
            _life = null;
        Forget("incarnation/" + life.Id);
        var command = new FailIncarnation(life.Id.Number, fault, podUid);
        Handle(command, Reconcile);
        Again(command);
    });

    /// <summary>A person orders something, having looked at the state of this moment.</summary>
    internal void Ordered(Func<ServerState, PersonCommand> order) => Receive(() =>
    {
        if (State.Spec is not null)
            Handle(order(State));
    });

    protected override Decision<ServerEvent> Decide(ServerState state, ServerCommand command, DecisionContext context) =>
        ServerDecider.Decide(state, command, context);

    protected override ServerState Evolve(ServerState state, ServerEvent e) => ServerEvolver.Evolve(state, e);

    protected override ImmutableArray<ServerEffect> Due(ServerState state) => ServerEffects.Due(state, World.Rules);

    protected override void Start(ServerEffect effect)
    {
        switch (effect)
        {
            case RunIncarnation e:
                Run(e);
                break;
            case PlaceAt e:
                SetTimer(e.Id, e.Time - World.Agenda.Now, LookForNode);
                break;
            case AskProof:
                Ask();
                break;
            case WatchWindow:
                LookAtWindow();
                break;
            case ClearPod e:
                World.Start(ClearAsync(e));
                break;
        }
    }

    protected override void Cancel(ServerEffect effect)
    {
        CancelTimer(effect.Id);
        if (effect is AskProof)
            _silentStamp = null;
        if (effect is not RunIncarnation)
            return;
        _life?.Stop();
        _life = null;
    }

    protected override void OnChanged()
    {
        Report();
        if (State.Phase is not (ServerPhase.Stopping or ServerPhase.Serving))
            return;
        foreach (var late in World.HeldReports.OfEarlierLives(Id, State.LastNumber, State.Phase))
            World.Agenda.After(
                State.Phase == ServerPhase.Stopping ? World.Delays.Seconds(0.01, 3) : World.Delays.Seconds(5, 400), Host, () => Receive(() => Handle(late)));
    }

    private void Run(RunIncarnation effect)
    {
        if (_life?.Id != effect.Incarnation)
        {
            _life?.Stop();
            _life = new IncarnationLife(World, Member, this, effect.Incarnation, State.Declared);
            _life.Begin();
        }

        _life.Obey(effect, State.Declared, State.DeviceUuid, ForceImport.IsAllowed(State));
    }

    private void LookForNode()
    {
        if (!Running.ContainsKey("place"))
            return;
        SetTimer("place", LookAgainAfter, LookForNode);
        var picture = Member.Picture;
        if (picture.IsCurrent)
            Handle(new Proceed(Candidates()));
    }

    private void Ask()
    {
        if (State.Claim is not { } claim || !Running.ContainsKey("proof"))
            return;
        var machine = EntityIds.Machine(claim.Kernel.SystemUuid);
        if (State.StatedOff is { } stated && stated.Kernel == claim.Kernel)
            Member.Tell<MachineEntity>(machine, m => m.Stated(new AcceptStatement(claim.Kernel.BootId, stated.By, stated.Statement)));
        Member.Tell<MachineEntity>(machine, m => m.Query(claim, State.Declared.Device.Id, proof => Answer(claim, proof)));
        SetTimer("proof", AskAgainAfter, Ask);
        if (Heard(claim) is { } heard)
            Handle(heard);
    }

    private void LookAtWindow()
    {
        if (!Running.ContainsKey("window"))
            return;
        SetTimer("window", LookAtWindowAfter, LookAtWindow);
        if (Member.Picture.IsCurrent)
            Handle(new ConsiderFailback(Candidates()));
    }

    protected override ServerCommand WithFacts(ServerCommand command) =>
        command is Failover { Nodes.IsEmpty: true } failover && State.Spec is not null ? failover with { Nodes = Candidates() } : command;

    private ImmutableArray<NodeCandidate> Candidates() =>
        NodeCandidates.For(State.Declared, Member.Picture.Nodes.Values, Member.Picture.Pods.Values, Member.Picture.SilentFor);

    /// <summary>The kernel of the claim, when its node sent a heartbeat since the proof was first asked for.</summary>
    private HearKernel? Heard(KernelClaim claim)
    {
        var picture = Member.Picture;
        if (!picture.IsCurrent || picture.Nodes.GetValueOrDefault(claim.Node) is not { } node)
            return null;
        _silentStamp ??= node.HeartbeatStamp;
        var silent = picture.SilentFor(claim.Node) >= TimeSpan.FromSeconds(State.Declared.Healing.NodeLostAfterSeconds);
        var life = State.Current?.Id;
        return silent || !node.Ready || node.HeartbeatStamp == _silentStamp
            ? null
            : new HearKernel(node.Kernel, life is not null && picture.Pods.Values.Any(p => p.Incarnation == life && p.Phase == PodPhase.Running && !p.Deleting));
    }

    /// <summary>The machine's answer travels back; in bad times a copy of it comes late.</summary>
    private void Answer(KernelClaim claim, DeathProof? proof)
    {
        World.Agenda.After(TimeSpan.FromMilliseconds(2), Host, () => Receive(() => Weigh(claim, proof)));
        if (proof is not null && World.LosesMessages && World.Delays.Chance(0.3))
            World.Agenda.After(World.Delays.Seconds(5, 400), Host, () => Receive(() => Weigh(claim, proof)));
    }

    private void Weigh(KernelClaim claim, DeathProof? proof)
    {
        if (proof is not null)
            Handle(new AcceptProof(proof));
        else if (Running.ContainsKey("proof"))
            Member.Tell<FilesystemEntity>(EntityIds.Filesystem(State.Declared.Target.FilesystemId), f => f.AskFence(State.Declared.Target.ObjectName, claim, State.FenceOrderedBy, Revision));
    }

    private async Task ClearAsync(ClearPod effect)
    {
        while (!Host.Dead && Running.TryGetValue(effect.Id, out var due) && due.Equals(effect))
        {
            try
            {
                World.Witness.SupervisorDeletes(this, key, effect.Pod.Uid);
                await World.Api.Call(Host, () => true, () =>
                {
                    World.Api.DeletePod(key, effect.Pod.Uid, effect.Pod.Proved, Member.Name);
                    return true;
                });
                return;
            }
            catch (Api.ApiUnavailableException)
            {
                await World.Agenda.Rest(Host, TimeSpan.FromSeconds(1));
            }
        }
    }

    private void Report()
    {
        if (State.Spec is null || _reported == State.Phase)
            return;
        var (target, phase, revision, claimed) = (State.Declared.Target, State.Phase, Revision, State.Claim?.Kernel.SystemUuid);
        Member.Tell<FilesystemEntity>(EntityIds.Filesystem(target.FilesystemId), f => f.Note(target.ObjectName, phase, revision, claimed, () =>
            World.Agenda.After(TimeSpan.FromMilliseconds(2), Host, () => _reported = phase)));
        SetTimer("report", ReportAgainAfter, Report);
    }
}
