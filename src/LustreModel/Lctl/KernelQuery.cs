using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>A command that only asks the kernel something.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Question">What it asks.</param>
internal sealed record KernelQuery(ToolCaller Caller, Func<KernelState, ToolReply> Question) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) => input.Done(Question(input.Kernel));
}

/// <summary><c>lctl network up</c>: loads LNet and what hangs on it.</summary>
internal sealed record NetworkUp(ToolCaller Caller) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) => input.Kernel.Modules == ModuleState.Absent
        ? input.Done(Replies.Fail(Errno.Invalid, "LNET configure error 22: Invalid argument\n"))
        : (input with { Kernel = input.Kernel with { Modules = ModuleState.Loaded } }).Done(Replies.Ok("LNET configured\n"));
}
