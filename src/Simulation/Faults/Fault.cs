using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>Something that goes wrong, or that somebody does. It mends itself after a while; what does not is mended when faults stop.</summary>
internal abstract class Fault
{
    /// <summary>Name on the command line and in the report.</summary>
    internal abstract string Name { get; }

    /// <summary>How often it is chosen beside others.</summary>
    internal virtual int Weight => 2;

    /// <summary>Lets it happen; false when it makes no sense now.</summary>
    internal abstract bool Strike(World world, Dice dice);

    /// <summary>Mends what may still be broken.</summary>
    internal virtual void Mend(World world)
    {
    }

    protected static void After(World world, TimeSpan delay, Action action) => world.Agenda.After(delay, world.Host, action);

    /// <summary>Trouble likes company: often the same node as last time.</summary>
    protected static Machine? AnyMachine(World world, Dice dice, Func<Machine, bool> fit)
    {
        var all = world.Machines.Where(m => !m.IsGone && fit(m)).ToArray();
        if (all.Length == 0)
            return null;
        var again = all.FirstOrDefault(m => m == world.Focus);
        return world.Focus = again is not null && dice.Chance(0.6) ? again : dice.Pick(all);
    }

    protected static Member? AnyMember(World world, Dice dice)
    {
        var alive = world.Members.Where(m => m.IsAlive && !m.Host.Frozen && !m.IsSplit).ToArray();
        return alive.Length == 0 ? null : dice.Pick(alive);
    }
}
