using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Machines;

/// <summary>What kernels ask each other over LNet: registrations with the MGS, pings.</summary>
internal sealed class LustreNetwork(World world)
{
    private const int Io = 5;
    private const int Shutdown = 108;

    internal Answer Answer(Machine from, Question question) => question switch
    {
        AskMgs ask => ask.MgsNodes.SelectMany(n => n.Split(',')).Select(nid => Register(from, nid, ask.Registration))
            .FirstOrDefault(a => a.Reached, new Answer(false, Io, "")),
        AskNid { Nid: var nid } when Owner(nid) is { } owner => new Answer(true, 0, string.Join('\n', owner.Kernel.Nids)),
        _ => new Answer(false, Io, ""),
    };

    private Answer Register(Machine from, string nid, TargetRegistration registration)
    {
        if (Owner(nid) is not { } owner || (owner != from && from.IsFrozen) || owner.Kernel.ServingMgs is not { } mgs
            || owner.DeviceAt(mgs.DevicePath) is not { } device)
            return new Answer(false, Shutdown, "");
        var (kernel, changed, error) = MgsService.Register(owner.Kernel, device.State, registration, world.Agenda.Now);
        owner.Kernel = kernel;
        world.Write(owner, device, changed, null);
        return new Answer(true, error, changed.Config.View(registration.FsName).Print());
    }

    private Machine? Owner(string nid) => world.Machines.FirstOrDefault(m => m is { IsOn: true, IsFrozen: false } && m.Nid == nid && m.Kernel.Lnet.Up);
}
