using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>An unclean MMP block was watched. If it stood still, this kernel writes a sequence of its own and watches again.</summary>
internal sealed record MmpWatched(ToolCaller Caller, TargetMount Mount, uint Seen) : MountStep(Caller, Mount)
{
    public override StepResult Resume(StepInput input)
    {
        if (!SameTarget(input))
            return Fail(input, Errno.Io);
        if (input.Device!.Mmp.Sequence != Seen)
            return MmpRefused(input, KernelWords.ActiveElsewhere(Mount.DevicePath, input.Device.Mmp));
        var own = MmpBlock.NewSequence(input.Entropy.Number);
        var watch = input.Device.Mmp.WatchTime(input.Kernel.DelayFactor) + input.Kernel.Scaled(MountTimes.MmpOverhead);
        var device = input.Device with { Mmp = Backend.Block(input.Kernel, input.Device, own, input.Now) };
        return new StepResult(input.Kernel, device, new Wait(watch, new MmpConfirmed(Caller, Mount, own)));
    }
}

/// <summary>The kernel's own sequence was left alone for a whole watch: nobody else is there.</summary>
internal sealed record MmpConfirmed(ToolCaller Caller, TargetMount Mount, uint Own) : MountStep(Caller, Mount)
{
    public override StepResult Resume(StepInput input)
    {
        if (!SameTarget(input))
            return Fail(input, Errno.Io);
        if (input.Device!.Mmp.Sequence != Own)
            return MmpRefused(input, KernelWords.ActiveElsewhere(Mount.DevicePath, input.Device.Mmp));
        var (mount, device) = Backend.Open(input.Kernel, Mount, input.Device, Own, input.Now);
        return new StepResult(input.Kernel.With(mount), device, new Wait(
            input.Kernel.Scaled(MountTimes.JournalRecovery), new MountBackend(Caller, mount)));
    }
}
