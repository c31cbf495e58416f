using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Invariants;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>What a person tells one server.</summary>
internal abstract class PersonFault : Fault
{
    protected abstract bool Fits(World world, ServerState state);

    protected abstract PersonCommand Order(World world, Member member, Dice dice, ServerState state);

    internal override bool Strike(World world, Dice dice)
    {
        var fit = world.Witness.Servers.Where(s => s.Value.Spec is not null && Fits(world, s.Value)).Select(s => s.Key).ToArray();
        if (fit.Length == 0 || AnyMember(world, dice) is not { } member)
            return false;
        var id = dice.Pick(fit);
        world.Trace.Add("person", $"{Name}: {id}");
        member.Tell<ServerEntity>(id, s => s.Ordered(state => Order(world, member, dice, state)));
        return true;
    }

    protected static PersonOrder Meant(ServerState state, string by) =>
        new(by, "looked at it", state.Declared.Target.ObjectName, state.LastNumber);
}

/// <summary>A person releases what is quarantined.</summary>
internal sealed class Released : PersonFault
{
    internal override string Name => "release";

    protected override bool Fits(World world, ServerState state) => state.Phase == ServerPhase.Quarantined;

    protected override PersonCommand Order(World world, Member member, Dice dice, ServerState state) => new Release(Meant(state, "ada"));
}

/// <summary>A person moves a server that is well.</summary>
internal sealed class MovedByPerson : PersonFault
{
    internal override string Name => "failover";

    protected override bool Fits(World world, ServerState state) => state.Phase == ServerPhase.Serving;

    protected override PersonCommand Order(World world, Member member, Dice dice, ServerState state)
    {
        world.DisturbTarget(state.Declared.Target);
        return new Failover(Meant(state, "ada"), null);
    }
}

/// <summary>A person says truly that a machine is off.</summary>
internal sealed class StatedTruly : PersonFault
{
    internal override string Name => "statement";

    protected override bool Fits(World world, ServerState state) =>
        state.Claim is { } claim && world.Machines.All(m => !m.IsOn || m.Id != claim.Kernel);

    protected override PersonCommand Order(World world, Member member, Dice dice, ServerState state) => new StateOff(Meant(state, "ada"), Heard: false);
}

/// <summary>A person means another target, or the life before, or says that a machine is off that is heard.</summary>
internal sealed class OrderedByMistake : PersonFault
{
    internal override string Name => "mistaken-order";

    internal override int Weight => 4;

    protected override bool Fits(World world, ServerState state) => state.LastNumber > 0;

    protected override PersonCommand Order(World world, Member member, Dice dice, ServerState state)
    {
        var order = Meant(state, MistakesAreRefused.Mistaken);
        var claim = state.Claim;
        var heard = claim is not null && member.Picture.IsCurrent && member.Picture.Nodes.GetValueOrDefault(claim.Node) is { } node
            && node.Kernel == claim.Kernel && member.Picture.SilentFor(claim.Node) < TimeSpan.FromSeconds(state.Declared.Healing.NodeLostAfterSeconds);
        if (heard && state.Phase is ServerPhase.AwaitingProof or ServerPhase.Quarantined)
            return new StateOff(order, Heard: true);
        order = dice.Chance(0.5) ? order with { Confirmation = "a-ost0009" } : order with { FencingNumber = state.LastNumber - 1 };
        return state.Phase == ServerPhase.Quarantined ? new Release(order) : dice.Chance(0.5) ? new Failover(order, null) : new FenceByPerson(order);
    }
}
