using LustreSupervisor.LustreModel.Devices;
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
            return Fail(input, Errno.Io);
        var device = input.Device!;
        if (!Mount.Data.Mmp)
            return new MountBackend(Caller, Mount).Open(input, sequence: 0);
        return device.Mmp.Sequence switch
        {
            MmpBlock.Clean => new MountBackend(Caller, Mount).Open(input, MmpBlock.NewSequence(input.Entropy.Number)),
            MmpBlock.Fsck => Fail(input, Errno.Busy),
            var seen => new StepResult(input.Kernel, device, new Wait(
                device.Mmp.WatchTime(input.Kernel.DelayFactor) + input.Kernel.Scaled(MountTimes.MmpOverhead),
                new MmpWatched(Caller, Mount, seen))),
        };
    }
}

/// <summary>After an LBUG a mount sits in the kernel for ever, whatever is sent to its process.</summary>
internal sealed record MountHung(ToolCaller Caller, TargetMount Mount) : MountStep(Caller, Mount)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    public override StepResult Resume(StepInput input) => new(input.Kernel, input.Device, new Wait(MountTimes.HungPoll, this));
}
