using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>mount(2) has succeeded: the target serves, and the helper relabels the device as registered.</summary>
internal sealed record MountFinish(ToolCaller Caller, TargetMount Mount) : MountStep(Caller, Mount)
{
    public override StepResult Resume(StepInput input)
    {
        if (!SameTarget(input.Device) || Current(input.Kernel).ReadOnly)
            return Fail(input, Errno.Io);
        var data = input.Device!.Target! with { MountCount = Mount.Data.MountCount + 1 };

        // A target that was not started has not registered. Relabelling is the helper's work after mount(2): a helper that was killed leaves the device labelled as never registered.
        if (input.CallerAlive && Mount.Serves)
            data = data with { Flags = data.Flags & ~(TargetFlags.Virgin | TargetFlags.Writeconf) };
        var mount = Current(input.Kernel) with
        {
            Phase = MountPhase.Up,
            UpAt = input.Now,
            Data = data,
            Recovery = MountOptions.AbortsRecovery(Mount.Options)
                ? RecoveryState.AtStart(data.Clients).Abort(input.Now)
                : RecoveryState.AtStart(data.Clients),
            AbortAsked = MountOptions.AbortsRecovery(Mount.Options),
        };
        var device = input.Device with { Content = new Formatted(data) };
        return new StepResult(input.Kernel.With(mount), device, new Done(Replies.Ok()),
            [new KernelEvent(KernelEventKind.Mounted, mount.Service, mount.DevicePath, $"{mount.Service}: mounted on {mount.Directory}")]);
    }
}
