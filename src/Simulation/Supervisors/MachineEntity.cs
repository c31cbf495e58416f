using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>A machine's entity, driven as <c>MachineActor</c> drives it.</summary>
internal sealed class MachineEntity(World world, Member member, string systemUuid)
    : Entity<MachineState, MachineCommand, MachineEvent, RunFence>(world, member, EntityIds.Machine(systemUuid), MachineState.Initial)
{
    private static readonly TimeSpan FenceDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, DateTimeOffset> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Objection, DateTimeOffset At)> _answers = new(StringComparer.Ordinal);
    private DateTimeOffset? _unwantedSince;
    private FenceAttempt? _underWay;

    protected override MachineCommand ResumeCommand => new ResumeMachine();

    internal void Observe(ObserveBoot command) => Receive(() => Handle(command));

    internal void Stated(AcceptStatement command) => Receive(() => Handle(command));

    /// <summary>A file system permits a fence, and repeats it while it means it.</summary>
    internal void Asked(string filesystem, FenceMachine order) => Receive(() =>
    {
        _asked[order.BootId] = World.Agenda.Now;
        var objections = ImmutableArray.CreateBuilder<string>();
        var objected = false;
        foreach (var neighbour in Neighbours(filesystem))
        {
            if (!_answers.TryGetValue(neighbour, out var answer) || World.Agenda.Now - answer.At >= MachineDecider.PermitLives)
                objections.Add($"{neighbour} has not answered yet");
            else if (answer.Objection is { } objection)
            {
                objections.Add(objection);
                objected = true;
            }

            Member.Tell<FilesystemEntity>(EntityIds.Filesystem(neighbour), f => f.AskNeighbour(systemUuid, said =>
                World.Agenda.After(TimeSpan.FromMilliseconds(2), Host, () => Receive(() => _answers[neighbour] = (said, World.Agenda.Now)))));
        }

        if (!Member.Picture.IsCurrent)
            objections.Add("the cluster has not been seen yet");
        Handle(order with { Objections = objections.ToImmutable(), IsObjected = objected, ReportedBoot = ReportedBoot(), Heard = IsHeard() });
    });

    internal void Query(KernelClaim claim, string deviceId, Action<DeathProof?> reply) =>
        Receive(() => reply(MachineDecider.ProofFor(State, claim, World.Rules, ReportedBoot(), deviceId, IsHeard())));

    protected override Decision<MachineEvent> Decide(MachineState state, MachineCommand command, DecisionContext context) =>
        MachineDecider.Decide(state, command, context);

    protected override MachineState Evolve(MachineState state, MachineEvent e) => MachineDecider.Evolve(state, e);

    protected override ImmutableArray<RunFence> Due(MachineState state) => MachineDecider.Due(state);

    protected override void Start(RunFence effect)
    {
        if (!effect.Attempt.Equals(_underWay))
            SetTimer(effect.Id, effect.Attempt.NotBefore - World.Agenda.Now, () => FenceNow(effect));
    }

    protected override void Cancel(RunFence effect)
    {
        CancelTimer(effect.Id);
        _underWay = null;
    }

    /// <summary>After a recovery the permits have not been repeated yet; when nobody repeats them, nobody wants the fence any more.</summary>
    private void FenceNow(RunFence effect)
    {
        var boot = effect.Attempt.BootId;
        if (PermitRule.Allows(_asked.TryGetValue(boot, out var at) ? World.Agenda.Now - at : null, World.Rules))
        {
            _unwantedSince = null;
            World.Start(RunAsync(effect));
        }
        else if (_unwantedSince is { } since && World.Agenda.Now - since >= MachineDecider.PermitLives)
        {
            _unwantedSince = null;
            Handle(new WithdrawFence(boot, "nobody asks for it any more"));
        }
        else
        {
            _unwantedSince ??= World.Agenda.Now;
            SetTimer(effect.Id, LookAgainAfter, () => FenceNow(effect));
        }
    }

    private IEnumerable<string> Neighbours(string asking) => Member.Picture.Pods.Keys
        .Select(TargetId.FilesystemIdOf)
        .OfType<string>()
        .Concat(Member.Picture.Filesystems.Keys)
        .Where(f => f != asking)
        .Distinct(StringComparer.Ordinal);

    private async Task RunAsync(RunFence effect)
    {
        _underWay = effect.Attempt;
        var answer = new Answer<bool>(World.Agenda, Host);
        answer.Give(false, FenceDeadline);
        World.Bmc.PowerOff(systemUuid, effect.BmcAddress, effect.Attempt.BootId, Id, confirmed => answer.Give(confirmed));
        var done = await answer;
        if (!effect.Attempt.Equals(_underWay))
            return;
        Receive(() => Handle(done
            ? new ReportFenced(effect.Attempt.BootId, "bmc", "reports power off")
            : new ReportFenceFailed(effect.Attempt.BootId, "not confirmed")));
    }

    private bool IsHeard() => Member.Picture.IsCurrent && Member.Picture.Nodes.Values
        .Any(n => n.Kernel.SystemUuid == systemUuid && Member.Picture.SilentFor(n.Name) < MachineDecider.HeardWithin);

    private string? ReportedBoot() =>
        Member.Picture.IsCurrent && Member.Picture.Nodes.Values.Where(n => n.Kernel.SystemUuid == systemUuid).Take(2).ToList() is [var node]
            ? node.Kernel.BootId
            : null;
}
