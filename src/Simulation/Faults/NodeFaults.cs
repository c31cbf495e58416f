using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>A node loses power, and has it again later.</summary>
internal sealed class NodeCrash : Fault
{
    internal override string Name => "node-crash";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsOn) is not { } machine)
            return false;
        machine.Stop("loses power");
        After(world, dice.Seconds(30, 240), () => PowerOn(machine));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var machine in world.Machines.Where(m => !m.IsGone))
            PowerOn(machine);
    }

    private static void PowerOn(Machine machine)
    {
        if (machine is { IsOn: false, IsGone: false })
            machine.Boot();
    }
}

/// <summary>A node stands still with writes in its queues, and goes on later as if nothing had been.</summary>
internal sealed class NodeFreeze : Fault
{
    internal override string Name => "node-freeze";

    internal override int Weight => 5;

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m is { IsOn: true, IsFrozen: false }) is not { } machine)
            return false;
        var host = machine.Host;
        machine.Freeze();
        After(world, dice.Seconds(5, 300), () =>
        {
            if (machine.Host == host)
                machine.Thaw();
        });
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var machine in world.Machines)
            machine.Thaw();
    }
}

/// <summary>A node's network way to API server and supervisors is cut; its storage is not.</summary>
internal sealed class NodePartition : Fault
{
    internal override string Name => "node-partition";

    internal override int Weight => 4;

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m is { IsOn: true, IsPartitioned: false }) is not { } machine)
            return false;
        Cut(world, machine);
        After(world, dice.Seconds(5, 200), () => Join(world, machine));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var machine in world.Machines)
            Join(world, machine);
    }

    internal static void Cut(World world, Machine machine)
    {
        world.Trace.Add(machine.NodeName, "is cut off from the API server");
        machine.IsPartitioned = true;
        world.Disturb(machine);
    }

    internal static void Join(World world, Machine machine)
    {
        if (!machine.IsPartitioned)
            return;
        world.Trace.Add(machine.NodeName, "reaches the API server again");
        machine.IsPartitioned = false;
        world.Disturb(machine);
    }
}

/// <summary>A node reboots at once.</summary>
internal sealed class NodeReboot : Fault
{
    internal override string Name => "node-reboot";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsOn) is not { } machine)
            return false;
        machine.Stop("reboots");
        After(world, dice.Seconds(5, 35), () =>
        {
            if (machine is { IsOn: false, IsGone: false })
                machine.Boot();
        });
        return true;
    }
}

/// <summary>A machine is taken away, alive or not, and another one gets its node name.</summary>
internal sealed class NodeReplaced : Fault
{
    internal override string Name => "node-replaced";

    internal override int Weight => 1;

    internal override bool Strike(World world, Dice dice)
    {
        if (world.Machines.Any(m => m.IsGone) || AnyMachine(world, dice, m => m.IsOn) is not { } old)
            return false;
        // It may go on running in a corner, with the devices still cabled: nobody reaches it any more.
        old.IsGone = true;
        old.IsPartitioned = true;
        world.Disturb(old);
        world.Trace.Add(old.NodeName, $"machine {old.Uuid} is put aside, {(dice.Chance(0.5) ? "still running" : "off")}");
        if (dice.Chance(0.5))
            old.Stop("is switched off");
        var fresh = new Machine(world, old.Uuid + "x", old.NodeName, old.Address);
        world.Machines.Add(fresh);
        After(world, dice.Seconds(20, 120), fresh.Boot);
        return true;
    }
}

/// <summary>A person cordons a node, and perhaps drains it: evictions are deletions that nobody here asked for.</summary>
internal sealed class NodeCordoned : Fault
{
    internal override string Name => "node-cordoned";

    internal override bool Strike(World world, Dice dice)
    {
        if (world.Api.Nodes.Count == 0)
            return false;
        var node = dice.Pick([.. world.Api.Nodes.Values]);
        world.Api.Put(node with { Schedulable = false });
        world.Trace.Add("person", $"cordons {node.Name}");
        if (dice.Chance(0.4))
            foreach (var pod in world.Api.Pods.Values.Where(p => p.Node == node.Name))
                world.Api.DeletePod(pod.Key, pod.Uid, false, "kubectl drain");
        After(world, dice.Seconds(30, 250), () => Uncordon(world, node.Name));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var name in world.Api.Nodes.Keys)
            Uncordon(world, name);
    }

    private static void Uncordon(World world, string name)
    {
        if (world.Api.Nodes.GetValueOrDefault(name) is { Schedulable: false } node)
            world.Api.Put(node with { Schedulable = true });
    }
}

/// <summary>Somebody deletes a Node object; its pods are collected, and its kubelet registers again only when it is restarted.</summary>
internal sealed class NodeDeleted : Fault
{
    internal override string Name => "node-deleted";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => world.Api.Nodes.ContainsKey(m.NodeName)) is not { } machine)
            return false;
        world.Trace.Add("person", $"deletes Node {machine.NodeName}");
        world.Disturb(machine);
        world.Api.RemoveNode(machine.NodeName);
        After(world, dice.Seconds(20, 60), () =>
        {
            if (world.Api.Nodes.ContainsKey(machine.NodeName))
                return;
            foreach (var pod in world.Api.Pods.Values.Where(p => p.Node == machine.NodeName).ToArray())
                world.Api.DeletePod(pod.Key, pod.Uid, true, "pod collector");
            world.Disturb(machine);
        });
        After(world, dice.Seconds(60, 200), () => Register(world, machine));
        return true;
    }

    internal override void Mend(World world)
    {
        foreach (var machine in world.Machines.Where(m => m is { IsOn: true, IsGone: false }))
            Register(world, machine);
    }

    private static void Register(World world, Machine machine)
    {
        if (world.Api.Nodes.ContainsKey(machine.NodeName) || !machine.IsOn)
            return;
        machine.Kubelet.Register();
        world.Disturb(machine);
    }
}
