using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>A step of mount(2) after the service name was claimed.</summary>
/// <param name="Caller">Who called mount.</param>
/// <param name="Mount">The claim, as it was when the step was planned; the kernel's own entry is newer.</param>
internal abstract record MountStep(ToolCaller Caller, TargetMount Mount) : Continuation(Caller)
{
    public override string? DevicePath => Mount.DevicePath;

    /// <summary>The kernel's own entry: its MMP thread and its journal move on while the mount waits.</summary>
    protected TargetMount Current(KernelState kernel) => kernel.Targets.GetValueOrDefault(Mount.Service) ?? Mount;

    /// <summary>True when the device still bears the file system that the mount began with.</summary>
    protected bool SameTarget(DeviceState? device) => device?.Target is { } data && data.Uuid == Mount.Data.Uuid;

    /// <summary>The same, of a device that can be read at all.</summary>
    protected bool SameTarget(StepInput input) => !input.IoError && SameTarget(input.Device);

    /// <summary>mount(2) fails: the backing file system is unmounted and the name is free again.</summary>
    public StepResult Fail(StepInput input, int errno) => Undo(input, new Done(MountErrors.Of(Mount.DevicePath, Mount.Directory, errno)));

    /// <summary>mount(2) fails because MMP says that another has the device; the kernel's log says so, the error number may not.</summary>
    protected StepResult MmpRefused(StepInput input, string[] words) => Fail(input.Logged(words), input.Kernel.MmpErrno);

    /// <inheritdoc/>
    public override StepResult Interrupt(StepInput input) => Undo(input, new Done(Replies.Killed));

    /// <inheritdoc/>
    protected override StepResult WriteRefused(StepInput input) => new(
        input.Kernel.Without(Mount.Service), input.Device, new Done(MountErrors.Of(Mount.DevicePath, Mount.Directory, Errno.Io)));

    private StepResult Undo(StepInput input, Progress progress)
    {
        var (device, loss) = Backend.Close(input.Kernel, Current(input.Kernel), input.Device, input.Now);
        return new StepResult(input.Kernel.Without(Mount.Service), device, progress, loss is null ? [] : [loss]);
    }
}
