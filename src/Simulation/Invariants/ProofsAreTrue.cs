using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>Every journaled proof of death is true when it is journaled: that kernel can no longer write the target.</summary>
internal sealed class ProofsAreTrue : Invariant
{
    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (e is DeathProved proved && before.Claim is { } claim && before.Spec is { } spec && Lives(claim.Kernel) is { } machine
            && (proved.Proof.Kind != ProofKind.Unmounted || HasMounted(machine, spec.Device.Id)))
            Violated($"{proved.Proof.Kind} ended the claim of {claim.Kernel} on {spec.Target.ObjectName}, and that kernel lives{(machine.IsFrozen ? ", frozen" : "")}");
    }

    internal override void SaidAbsent(TargetAgent agent)
    {
        if (agent.Target is { } target && HasMounted(agent.Machine, target.DeviceId))
            Violated($"{agent.Name} says that {target.Label} is absent, and {agent.Machine.Id} has it mounted");
    }

    private Machine? Lives(KernelId kernel) => World.Machines.FirstOrDefault(m => m.IsOn && m.Id == kernel);

    private static bool HasMounted(Machine machine, string device) =>
        machine.Kernel.Targets.Values.Any(m => m.BackendMounted && machine.DeviceAt(m.DevicePath)?.Id == device);
}
