using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>lctl network up</c>: loads LNet and what hangs on it.</summary>
internal sealed record NetworkUp(ToolCaller Caller) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) => input.Kernel.Modules == ModuleState.Absent
        ? input.Done(Replies.Fail(Errno.Invalid, "LNET configure error 22: Invalid argument\n"))
        : (input with { Kernel = input.Kernel.WithLustre() }).Done(Replies.Ok("LNET configured\n"));
}
