using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using Answer = LustreSupervisor.LustreModel.Running.Answer;
using Entropy = LustreSupervisor.LustreModel.Running.Entropy;

namespace LustreSupervisor.Simulation.Machines;

/// <summary>Carries the model's commands on in virtual time, and keeps what runs in the kernel of itself: multi-mount protection, commits.</summary>
internal sealed class KernelTools(World world, Machine machine)
{
    private static readonly TimeSpan KeepEvery = MmpBlock.UpdateInterval;

    /// <summary>A hung command looks ten times a second whether it still hangs: once in half a second is as good here.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    private readonly Host _nobody = new("kernel");

    /// <summary>Runs a tool; <paramref name="caller"/> is the process that started it, and waits for it.</summary>
    internal Answer<ToolReply> Run(Host caller, ToolCaller what)
    {
        var reply = new Answer<ToolReply>(world.Agenda, caller);
        var host = machine.Host;
        world.Agenda.After(world.Delays.Seconds(0.005, 0.05), host, () =>
        {
            if (!caller.Dead)
                Step(host, ToolMachine.Begin(what, machine.Kernel), null, new Running(caller, what, reply));
        });
        return reply;
    }

    /// <summary>Begins something that no process waits for.</summary>
    internal void Begin(Continuation step) => Step(machine.Host, step, null, new Running(_nobody, step.Caller, null));

    internal void LandQueuedWrites()
    {
        foreach (var mount in machine.Kernel.Targets.Values.Where(m => m is { BackendMounted: true, ReadOnly: false }))
            Keep(mount, Keeper.Stamp, queued: true);
    }

    private void Step(Host host, Continuation step, Answer? answer, Running running)
    {
        var device = step.DevicePath is { } path ? machine.DeviceAt(path) : null;
        var before = device?.State;
        var (low, high) = (world.Delays.Next(), world.Delays.Next());
        var input = new StepInput(
            machine.Kernel, before is null ? null : before with { Path = step.DevicePath! }, world.Agenda.Now,
            new Entropy(new Guid((int)low, (short)(low >> 32), (short)(low >> 48), BitConverter.GetBytes(high)), (uint)high), true, answer, !running.Caller.Dead);
        var mounted = machine.Kernel.Targets;
        var result = running.Caller.Dead && step.Killable ? step.Interrupt(input) : step.Resume(input);
        machine.Kernel = result.Kernel;
        if (device is not null && result.Device is { } after)
            world.Write(machine, device, after with { Path = device.Path }, running.What);
        foreach (var mount in result.Kernel.Targets.Values.Where(m =>
            m.BackendMounted && mounted.GetValueOrDefault(m.Service) is not { BackendMounted: true }))
            KeepFrom(host, mount);
        if (!ReferenceEquals(mounted, result.Kernel.Targets))
            world.MountsChanged(machine);
        switch (result.Progress)
        {
            case Done done:
                running.Reply?.Give(done.Reply);
                if (running.Caller.Dead && running.What.PodUid.Length > 0 && step.Caller.Tool == "mount")
                    machine.EndMounts(running.What.PodUid);
                break;
            case Wait wait:
                world.Agenda.After(wait.Delay < Shortest && !step.Killable ? Shortest : wait.Delay, host, () => Step(host, wait.Next, null, running));
                break;
            case Ask ask:
                Step(host, ask.Next, world.Lustre.Answer(machine, ask.Question), running);
                break;
        }
    }


    private void KeepFrom(Host host, TargetMount mount) => world.Agenda.After(KeepEvery, host, () =>
    {
        if (Keep(mount, Keeper.Mmp, queued: false) && Keep(mount, Keeper.Stamp, queued: false))
            KeepFrom(host, mount);
    });

    private bool Keep(TargetMount mount, Func<KernelState, string, DeviceState?, DateTimeOffset, KeeperResult> work, bool queued)
    {
        if (machine.Kernel.Targets.GetValueOrDefault(mount.Service) is not { } current
            || current.DevicePath != mount.DevicePath || current.MountStamp != mount.MountStamp)
            return false;
        var device = machine.DeviceAt(mount.DevicePath);
        var result = work(machine.Kernel, mount.Service, device is null ? null : device.State with { Path = mount.DevicePath }, world.Agenda.Now);
        machine.Kernel = result.Kernel;
        if (result.Event is { } happened)
            world.Happened(machine, happened);
        if (device is not null && result.Device is { } after)
            world.Write(machine, device, after with { Path = device.Path }, null, queued);
        return true;
    }

    private sealed record Running(Host Caller, ToolCaller What, Answer<ToolReply>? Reply);
}
