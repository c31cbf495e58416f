using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>A kubelet dies: its node's heartbeats stop, its pods and their agents run on. That is no excuse to end a server.</summary>
internal sealed class KubeletDown : Fault
{
    internal override string Name => "kubelet-down";

    internal override int Weight => 3;

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsOn && !m.Kubelet.IsDown) is not { } machine)
            return false;
        var kubelet = machine.Kubelet;
        world.Trace.Add(machine.NodeName, "its kubelet dies");
        kubelet.IsDown = true;
        After(world, dice.Seconds(40, 450), () => Restart(world, machine, kubelet));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var machine in world.Machines)
            Restart(world, machine, machine.Kubelet);
    }

    private static void Restart(World world, Machine machine, Kubelet kubelet)
    {
        if (!kubelet.IsDown)
            return;
        if (machine.Kubelet == kubelet)
            world.Trace.Add(machine.NodeName, "its kubelet is started again");
        kubelet.IsDown = false;
    }
}

/// <summary>
/// The switch of a node fails, and with it the way to its controller, which comes back long after the node's own: the fence that was asked
/// for meanwhile would now hit a server that is well.
/// </summary>
internal sealed class SwitchFails : Fault
{
    internal override string Name => "switch-fails";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m is { IsOn: true, IsPartitioned: false }) is not { } machine)
            return false;
        var length = dice.Seconds(60, 200);
        NodePartition.Cut(world, machine);
        world.Bmc.FailsUntil = world.Agenda.Now + length + dice.Seconds(0, 400);
        After(world, length, () => NodePartition.Join(world, machine));
        return true;
    }
}
