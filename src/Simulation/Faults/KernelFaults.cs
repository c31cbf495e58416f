using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>A fault that the model's kernel knows.</summary>
internal abstract class ModelFault : Fault
{
    protected abstract KernelFaultKind Kind { get; }

    protected virtual double Seconds => 0;

    /// <summary>Whether it is about one target.</summary>
    protected virtual bool IsOfTarget => true;

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsOn && m.Kernel.Targets.Count > 0) is not { } machine)
            return false;
        var subject = IsOfTarget ? dice.Pick([.. machine.Kernel.Targets.Keys]) : "";
        var outcome = FaultInjection.Apply(machine.Kernel, new KernelFault(Kind, subject, Seconds), world.Agenda.Now);
        if (outcome.Reply.Exit != 0)
            return false;
        world.Trace.Add(machine.NodeName, $"{Kind} {subject}");
        machine.Kernel = outcome.Kernel;
        world.Disturb(machine);
        var host = machine.Host;
        if (Kind != KernelFaultKind.Lbug)
            After(world, dice.Seconds(20, 300), () =>
            {
                if (machine.Host == host)
                    Clear(world, machine, subject);
            });
        return true;
    }

    internal override void Mend(World world)
    {
        if (Kind == KernelFaultKind.Lbug)
            return;
        foreach (var machine in world.Machines.Where(m => m.IsOn))
            Clear(world, machine, "");
    }

    private void Clear(World world, Machine machine, string subject)
    {
        if (!machine.Kernel.Faults.Active.Keys.Any(k => k.Kind == Kind))
            return;
        machine.Kernel = FaultInjection.Apply(machine.Kernel, new KernelFault(Kind, subject, 0, true), world.Agenda.Now).Kernel;
        world.Disturb(machine);
    }
}

/// <summary>An assertion fails in a node's kernel: what runs in Lustre hangs, the node goes on.</summary>
internal sealed class Lbug : ModelFault
{
    internal override string Name => "lbug";

    protected override KernelFaultKind Kind => KernelFaultKind.Lbug;

    protected override bool IsOfTarget => false;
}

/// <summary>A target's device answers with I/O errors on one node.</summary>
internal sealed class DeviceError : ModelFault
{
    internal override string Name => "device-error";

    protected override KernelFaultKind Kind => KernelFaultKind.DeviceError;
}

/// <summary>Unmounts of a target hang on one node.</summary>
internal sealed class UnmountHung : ModelFault
{
    internal override string Name => "unmount-hung";

    internal override int Weight => 3;

    protected override KernelFaultKind Kind => KernelFaultKind.UnmountHung;
}

/// <summary>Mounts of a target are slow on one node.</summary>
internal sealed class MountSlow : ModelFault
{
    internal override string Name => "mount-slow";

    protected override KernelFaultKind Kind => KernelFaultKind.MountSlow;

    protected override double Seconds => 45;
}

/// <summary>The MGS on one node answers nobody.</summary>
internal sealed class MgsSilent : ModelFault
{
    internal override string Name => "mgs-down";

    protected override KernelFaultKind Kind => KernelFaultKind.MgsSilent;

    protected override bool IsOfTarget => false;
}
