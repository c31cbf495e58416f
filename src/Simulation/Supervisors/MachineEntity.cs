using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>A machine's entity, driven as <c>MachineActor</c> drives it.</summary>
internal sealed class MachineEntity(World world, Member member, string systemUuid)
    : Entity<MachineState, MachineCommand, MachineEvent, RunFence>(world, member, EntityIds.Machine(systemUuid), MachineState.Initial)
{
    private static readonly TimeSpan FenceDeadline = TimeSpan.FromSeconds(60);
    private FenceAttempt? _underWay;

    protected override MachineCommand ResumeCommand => new ResumeMachine();

    internal void Observe(ObserveBoot command) => Receive(() => Handle(command));

    internal void Fence(FenceMachine command) => Receive(() => Handle(command));

    internal void Query(KernelClaim claim, Action<DeathProof?> reply) =>
        Receive(() => reply(MachineDecider.ProofFor(State, claim, World.Rules, ReportedBoot())));

    protected override Decision<MachineEvent> Decide(MachineState state, MachineCommand command, DecisionContext context) =>
        MachineDecider.Decide(state, command, context);

    protected override MachineState Evolve(MachineState state, MachineEvent e) => MachineDecider.Evolve(state, e);

    protected override ImmutableArray<RunFence> Due(MachineState state) => MachineDecider.Due(state);

    protected override void Start(RunFence effect)
    {
        if (!effect.Attempt.Equals(_underWay))
            SetTimer(effect.Id, effect.Attempt.NotBefore - World.Agenda.Now, () => World.Start(RunAsync(effect)));
    }

    protected override void Cancel(RunFence effect)
    {
        CancelTimer(effect.Id);
        _underWay = null;
    }

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

    private string? ReportedBoot() =>
        Member.Picture.Nodes.Values.FirstOrDefault(n => n.Kernel.SystemUuid == systemUuid)?.Kernel.BootId;
}
