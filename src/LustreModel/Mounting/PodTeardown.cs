using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>
/// A pod's last process died: the kernel takes the pod's mount namespace down, a little later and failover-style.
/// </summary>
internal sealed record PodTeardown(ToolCaller Caller, string Service, string Device) : Continuation(Caller)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    public override StepResult Resume(StepInput input) => new(input.Kernel, input.Device, new Wait(
        input.Kernel.Scaled(MountTimes.PodTeardown), new UnmountStart(Caller, Service, Device, Force: false)));
}
