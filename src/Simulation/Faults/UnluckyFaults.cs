using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>
/// An agent is slow when its pod is removed by force: it is still unmounting when the next life is at work in the same kernel. The network
/// repeats its last order for minutes.
/// </summary>
internal sealed class AgentOutlived : Fault
{
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(3);

    internal override string Name => "agent-outlived";

    internal override int Weight => 3;

    internal override bool Strike(World world, Dice dice)
    {
        var agents = world.Machines.Where(m => m.IsReachable).SelectMany(m => m.Kubelet.Agents).Where(a => world.Api.Pods.GetValueOrDefault(a.Key)?.Uid == a.PodUid).ToArray();
        if (agents.Length == 0)
            return false;
        var agent = dice.Pick(agents);
        agent.SlowUntil = world.Agenda.Now + dice.Seconds(10, 100);
        world.Trace.Add(agent.Name, "is slow");
        world.Focus = agent.Machine;
        world.DisturbTarget(agent.Pod.Target);
        world.Api.DeletePod(agent.Key, agent.PodUid, true, "kubectl delete pod --force");
        Repeat(world, agent, world.Agenda.Now + dice.Seconds(20, 200));
        return true;
    }

    private static void Repeat(World world, TargetAgent agent, DateTimeOffset until) => After(world, RepeatEvery, () =>
    {
        if (agent.Host.Dead || world.Agenda.Now > until)
            return;
        if (agent.LastOrder is { } order && !agent.Machine.IsPartitioned)
            agent.Host.Run(() => agent.Execute(order, agent.Pod.Incarnation, _ => { }));
        Repeat(world, agent, until);
    });
}

/// <summary>A node is drained and rebooted, its supervisors never hear of that boot, and then it freezes.</summary>
internal sealed class BootUnheard : Fault
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal override string Name => "boot-unheard";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsReachable && world.Api.Pods.Values.Any(p => p.Node == m.NodeName)) is not { } machine)
            return false;
        foreach (var pod in world.Api.Pods.Values.Where(p => p.Node == machine.NodeName))
        {
            world.DisturbTarget(pod.Target);
            world.Api.DeletePod(pod.Key, pod.Uid, false, "kubectl drain");
        }

        world.BootsUnheard[machine.Uuid] = world.Agenda.Now + dice.Seconds(150, 400);
        var frozen = dice.Seconds(80, 200);
        WhenIdle(world, machine, world.Agenda.Now + Patience, () => Reboot(world, machine, dice.Seconds(5, 20), dice.Seconds(15, 60), frozen));
        return true;
    }

    internal override void Mend(World world) => world.BootsUnheard.Clear();

    private static void WhenIdle(World world, Machine machine, DateTimeOffset until, Action then)
    {
        if (machine.IsOn && machine.Kernel.Targets.IsEmpty)
            then();
        else if (world.Agenda.Now < until)
            After(world, LookEvery, () => WhenIdle(world, machine, until, then));
    }

    private static void Reboot(World world, Machine machine, TimeSpan off, TimeSpan up, TimeSpan frozen)
    {
        machine.Stop("reboots");
        After(world, off, () =>
        {
            if (machine is not { IsOn: false, IsGone: false })
                return;
            machine.Boot();
            var host = machine.Host;
            After(world, up, () =>
            {
                if (machine.Host != host || machine.IsFrozen)
                    return;
                machine.Freeze();
                After(world, frozen, () =>
                {
                    if (machine.Host == host)
                        machine.Thaw();
                });
            });
        });
    }
}

/// <summary>After a reboot the paths of two devices lead to each other's.</summary>
internal sealed class PathsSwapped : Fault
{
    internal override string Name => "paths-swapped";

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsOn && m.MovedPaths.Count == 0 && m.Kernel.Targets.Count > 1) is not { } machine)
            return false;
        var paths = machine.Kernel.Targets.Values.Select(t => t.DevicePath).ToArray();
        var one = dice.Pick(paths);
        var two = dice.Pick([.. paths.Where(p => p != one)]);
        machine.Stop("reboots");
        (machine.MovedPaths[one], machine.MovedPaths[two]) = (two, one);
        world.Trace.Add(machine.NodeName, $"paths {one} and {two} will be exchanged");
        After(world, dice.Seconds(5, 35), () =>
        {
            if (machine is { IsOn: false, IsGone: false })
                machine.Boot();
        });
        return true;
    }
}

/// <summary>A file system is paused, and minutes later a machine with servers of it and of another one freezes.</summary>
internal sealed class NeighbourPaused : Fault
{
    internal override string Name => "neighbour-paused";

    internal override int Weight => 3;

    internal override bool Strike(World world, Dice dice)
    {
        if (AnyMachine(world, dice, m => m.IsReachable && Filesystems(world, m).Length > 1) is not { } machine)
            return false;
        SpecPaused.Pause(world, dice.Pick(Filesystems(world, machine)), true);
        var host = machine.Host;
        var frozen = dice.Seconds(60, 200);
        After(world, dice.Seconds(80, 160), () =>
        {
            if (machine.Host != host || machine.IsFrozen)
                return;
            machine.Freeze();
            After(world, frozen, () =>
            {
                if (machine.Host == host)
                    machine.Thaw();
            });
        });
        return true;
    }

    private static string[] Filesystems(World world, Machine machine) =>
    [
        .. machine.Kernel.Targets.Values.Select(t => world.TargetOfPod(t.PodUid)).OfType<string>().Select(TargetId.FilesystemIdOf).OfType<string>()
            .Where(world.Api.Filesystems.ContainsKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
