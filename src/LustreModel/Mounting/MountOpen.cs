using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>mount(2) has claimed the service name: the first look at the device, its MMP block above all.</summary>
internal sealed record MountOpen(ToolCaller Caller, TargetMount Mount) : MountStep(Caller, Mount)
{
    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Lbug)
            return new StepResult(input.Kernel, input.Device, new Wait(MountTimes.HungPoll, new MountHung(Caller, Mount)));
        if (!SameTarget(input))
            return Fail(input.Logged(KernelWords.Unreadable(Mount.DevicePath)), Errno.Io);
        var device = input.Device!;
        if (!Mount.Data.Mmp)
            return new MountBackend(Caller, Mount).Open(input, sequence: 0);
        return device.Mmp.Sequence switch
        {
            MmpBlock.Clean => new MountBackend(Caller, Mount).Open(input, MmpBlock.NewSequence(input.Entropy.Number)),
            MmpBlock.Fsck => MmpRefused(input, KernelWords.Checked(Mount.DevicePath, device.Mmp)),
            var seen => Watch(input, device, seen),
        };
    }

    private StepResult Watch(StepInput input, DeviceState device, uint seen)
    {
        var watch = device.Mmp.WatchTime(input.Kernel.DelayFactor);
        var words = input.Kernel.DelayFactor > 0 ? KernelWords.Watching(Mount.DevicePath, watch / input.Kernel.DelayFactor) : [];
        return new StepResult(input.Logged(words).Kernel, device, new Wait(
            watch + input.Kernel.Scaled(MountTimes.MmpOverhead), new MmpWatched(Caller, Mount, seen)));
    }
}

/// <summary>After an LBUG a mount sits in the kernel for ever, whatever is sent to its process.</summary>
internal sealed record MountHung(ToolCaller Caller, TargetMount Mount) : MountStep(Caller, Mount)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    public override StepResult Resume(StepInput input) => new(input.Kernel, input.Device, new Wait(MountTimes.HungPoll, this));
}
