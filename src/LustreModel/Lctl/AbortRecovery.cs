using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>lctl --device TARGET abort_recovery</c>: whoever has not come back is evicted.</summary>
internal sealed record AbortRecovery(ToolCaller Caller, string Target) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Targets.GetValueOrDefault(Target) is not { Phase: MountPhase.Up } mount)
            return input.Done(Replies.Fail(Errno.NoDevice, $"No device found for name {Target}: {Errno.Text(Errno.NoDevice)}\n"));
        var aborted = mount with { Recovery = mount.Recovery.At(input.Now).Abort(input.Now), AbortAsked = true };
        return (input with { Kernel = input.Kernel.With(aborted) }).Done(Replies.Ok());
    }
}
