using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>Something that must hold whatever happens. It sees the world, not the rules: devices, kernels, who did what, what was journaled.</summary>
internal abstract class Invariant
{
    internal string Name => GetType().Name;

    protected World World { get; private set; } = null!;

    private Witness Witness { get; set; } = null!;

    internal void Attach(World world, Witness witness) => (World, Witness) = (world, witness);

    /// <summary>mkfs begins to write.</summary>
    internal virtual void FormatBegins(Machine machine, Device device, ToolCaller? what)
    {
    }

    /// <summary>The mounts of a kernel changed.</summary>
    internal virtual void MountsChanged(Machine machine)
    {
    }

    /// <summary>A write that was queued before a freeze landed after it.</summary>
    internal virtual void QueuedWriteLands(Machine machine, Device device)
    {
    }

    /// <summary>A kernel noticed something.</summary>
    internal virtual void Happened(Machine machine, KernelEvent happened)
    {
    }

    /// <summary>An agent starts a tool that changes a device.</summary>
    internal virtual void ToolBegins(TargetAgent agent, ImmutableArray<string> argv)
    {
    }

    /// <summary>An agent takes an order that names this incarnation.</summary>
    internal virtual void Obeys(TargetAgent agent, IncarnationId named)
    {
    }

    /// <summary>An agent answered that its target is nowhere in its kernel.</summary>
    internal virtual void SaidAbsent(TargetAgent agent)
    {
    }

    /// <summary>A controller is about to power a machine off.</summary>
    internal virtual void Fenced(Machine machine, string bootId, string by)
    {
    }

    /// <summary>A supervisor acts on a server: creates or deletes its pod, or orders.</summary>
    internal virtual void SupervisorActs(string id, string what, string? podUid)
    {
    }

    /// <summary>A server's event was journaled.</summary>
    internal virtual void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
    }

    /// <summary>An event of a file system or machine was journaled.</summary>
    internal virtual void OtherJournaled(string id, IDomainEvent e)
    {
    }

    /// <summary>Faults stopped long ago.</summary>
    internal virtual void Settled()
    {
    }

    protected void Violated(string what) => Witness.Violated(this, what);
}
