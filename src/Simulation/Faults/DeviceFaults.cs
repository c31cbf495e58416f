using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>The next format is broken off: its agent is killed, or its node loses power.</summary>
internal sealed class FormatInterrupted : Fault
{
    internal override string Name => "format-interrupted";

    internal override bool Strike(World world, Dice dice)
    {
        if (world.Plan.Devices.All(d => d.FormattedAs is not null) || world.OnFormat is not null)
            return false;
        var crash = dice.Chance(0.5);
        var after = dice.Seconds(0.05, 1.5);
        world.OnFormat = machine => After(world, after, () => Break(world, machine, crash));
        return true;
    }

    internal override void Mend(World world) => world.OnFormat = null;

    private static void Break(World world, Machine machine, bool crash)
    {
        if (crash && machine.IsOn)
        {
            machine.Stop("loses power in a format");
            world.Bmc.PowerOnLater(machine);
        }
        else
        {
            foreach (var agent in machine.Kubelet.Agents.ToArray())
                agent.Kill("it is killed in a format");
        }
    }
}

/// <summary>What somebody does to a device as soon as no agent is at work on it.</summary>
internal abstract class DeviceFault : Fault
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(250);

    internal override bool Strike(World world, Dice dice)
    {
        var made = world.Plan.Devices.Where(d => d.State.Content is Formatted).ToArray();
        if (made.Length == 0)
            return false;
        Wait(world, dice.Pick(made), world.Agenda.Now + Patience);
        return true;
    }

    protected abstract void Change(World world, Device device);

    private void Wait(World world, Device device, DateTimeOffset until)
    {
        if (device.State.Content is not Formatted || world.Agenda.Now > until)
            return;
        if (IsIdle(world, device))
            Change(world, device);
        else
            After(world, LookEvery, () => Wait(world, device, until));
    }

    private static bool IsIdle(World world, Device device) => world.Machines.Where(m => m.IsOn).All(m =>
        m.Kernel.Targets.Values.All(t => m.DeviceAt(t.DevicePath) != device) && m.Kubelet.Agents.All(a => a.Key != device.FormattedAs));
}

/// <summary>Somebody wipes the signatures of a target that is mounted nowhere: it looks blank to tools, and is not.</summary>
internal sealed class SignatureWiped : DeviceFault
{
    internal override string Name => "signature-wiped";

    protected override void Change(World world, Device device)
    {
        world.Trace.Add("person", $"wipes the signatures of {device.Id}");
        device.State = device.State with { Content = new Blank() };
        device.Wiped = true;
    }
}

/// <summary>Somebody turns multi-mount protection off on a target that is mounted nowhere.</summary>
internal sealed class ProtectionRemoved : DeviceFault
{
    internal override string Name => "mmp-removed";

    protected override void Change(World world, Device device)
    {
        world.Trace.Add("person", $"turns multi-mount protection of {device.Id} off");
        device.State = device.State with { Content = new Formatted(device.State.Target! with { Mmp = false }) };
    }
}

/// <summary>A path leads to another device on one node.</summary>
internal sealed class PathMoved : Fault
{
    internal override string Name => "path-moved";

    internal override int Weight => 3;

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsOn && m.MovedPaths.Count == 0) is not { } machine)
            return false;
        var free = world.Plan.Devices.Where(d => machine.Kernel.Targets.Values.All(t => machine.DeviceAt(t.DevicePath)?.Path != d.Path)).ToArray();
        if (free.Length < 2)
            return false;
        var one = dice.Pick(free);
        var two = dice.Pick([.. free.Where(d => d != one)]);
        world.Trace.Add(machine.NodeName, $"paths of {one.Id} and {two.Id} are exchanged");
        (machine.MovedPaths[one.Path], machine.MovedPaths[two.Path]) = (two.Path, one.Path);
        After(world, dice.Seconds(60, 300), () => Mend(world));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var machine in world.Machines)
            if (machine.Kernel is null || machine.Kernel.Targets.Values.All(t => !machine.MovedPaths.ContainsKey(t.DevicePath)) || !machine.IsOn)
                machine.MovedPaths.Clear();
    }
}
