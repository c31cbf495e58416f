using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>The target begins to stop: it leaves the mount table at once and the kernel's device list when it is over.</summary>
internal sealed record UnmountStart(ToolCaller Caller, string Service, string Device, bool Force) : Continuation(Caller)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Targets.GetValueOrDefault(Service) is not { Phase: MountPhase.Up } mount || mount.DevicePath != Device)
            return input.Done(Replies.Fail(32, $"umount: {Device}: not mounted.\n"));
        var stopping = mount with { Phase = MountPhase.Stopping, MgsStarted = false, DropsClients = Force };
        return new StepResult(input.Kernel.With(stopping).Logged(input.Now, KernelWords.FailingOver(Service)), input.Device, new Wait(
            input.Kernel.Scaled(MountTimes.Unmount), new UnmountFinish(Caller, Service, Device, Force)));
    }
}

/// <summary>
/// The target has stopped: client records stay for the next start's recovery, or are dropped by force; MMP is clean.
/// </summary>
internal sealed record UnmountFinish(ToolCaller Caller, string Service, string Device, bool Force) : Continuation(Caller)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Targets.GetValueOrDefault(Service) is not { Phase: MountPhase.Stopping } mount)
            return input.Done(Replies.Ok());
        if (input.Kernel.Lbug || input.Kernel.Faults.Has(KernelFaultKind.UnmountHung, Service))
            return new StepResult(input.Kernel, input.Device, new Wait(MountTimes.HungPoll, this));
        var (device, loss) = Backend.Close(input.Kernel, mount, input.Device, input.Now);
        if (Force && !mount.ReadOnly && device?.Target is { } data && data.Uuid == mount.Data.Uuid)
            device = device with { Content = new Formatted(data with { Clients = 0 }) };
        var unmounted = new KernelEvent(KernelEventKind.Unmounted, Service, Device, $"server umount {Service} complete");
        return new StepResult(
            input.Kernel.Without(Service).Logged(input.Now, KernelWords.Unmounted(Service)), device, new Done(Replies.Ok()), loss is null ? [unmounted] : [loss, unmounted]);
    }

    /// <summary>What is still in memory is thrown away; the unmount itself succeeds, as umount(2) does on an aborted journal.</summary>
    protected override StepResult WriteRefused(StepInput input) => new(
        input.Kernel.Without(Service).Logged(input.Now, KernelWords.Unmounted(Service)), input.Device, new Done(Replies.Ok()),
        [new KernelEvent(KernelEventKind.Unmounted, Service, Device, $"server umount {Service} complete")]);
}
