using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>A server is told a plan that gives its index to another device, as a file system's journal would that was restored without its ledger.</summary>
internal sealed class StalePlan : Fault
{
    internal override string Name => "stale-plan";

    internal override bool Strike(World world, Dice dice)
    {
        var planned = world.Witness.Servers.Where(s => s.Value is { Spec: not null, LastNumber: > 0 }).ToArray();
        var spare = world.Plan.Devices.FirstOrDefault(d => world.Witness.Servers.Values.All(s => s.Spec?.Device.Id != d.Id));
        if (planned.Length == 0 || spare is null || AnyMember(world, dice) is not { } member)
            return false;
        var (id, state) = dice.Pick(planned);
        var spec = state.Declared with
        {
            Device = new DeviceRef(spare.Id, spare.Path, spare.SizeBytes),
            ServiceNodes = [.. state.Declared.ServiceNodes.Select(n => n with { DevicePath = spare.Path })],
        };
        world.Trace.Add("plan", $"{id} is told that its device is {spare.Id}");
        member.Tell<ServerEntity>(id, s => s.Place(new DeclareServer(spec, true), EntityIds.Filesystem(spec.Target.FilesystemId)));
        return true;
    }
}
