using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Machines;

/// <summary>The machines' management controllers: they power off and confirm, fail, or are slow. A person powers fenced machines on again.</summary>
internal sealed class ManagementController(World world)
{
    /// <summary>Until then no controller answers.</summary>
    internal DateTimeOffset FailsUntil { get; set; }

    /// <summary>Until then a power-off takes long, sometimes longer than anybody waits.</summary>
    internal DateTimeOffset SlowUntil { get; set; }

    internal void PowerOff(string systemUuid, string? address, string bootId, string by, Action<bool> done)
    {
        var machine = world.Machines.FirstOrDefault(m => m.Uuid == systemUuid && $"bmc/{m.Uuid}" == address && !m.IsGone);
        if (machine is null || world.Agenda.Now < FailsUntil)
        {
            world.Agenda.After(world.Delays.Seconds(0.5, 20), world.Host, () => done(false));
            return;
        }

        var delay = world.Agenda.Now < SlowUntil ? world.Delays.Seconds(10, 100) : world.Delays.Seconds(0.5, 5);
        world.Agenda.After(delay, world.Host, () =>
        {
            if (machine.IsOn)
            {
                world.Witness.Fenced(machine, bootId, by);
                machine.Stop($"is powered off by its controller, for {by}");
                PowerOnLater(machine);
            }

            world.Agenda.After(world.Delays.Seconds(0.1, 1), world.Host, () => done(true));
        });
    }

    /// <summary>Somebody powers it on again, in minutes.</summary>
    internal void PowerOnLater(Machine machine) => world.Agenda.After(world.Delays.Seconds(60, 240), world.Host, () =>
    {
        if (machine is { IsOn: false, IsGone: false })
            machine.Boot();
    });
}
