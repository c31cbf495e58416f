using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>A command that only asks the kernel something.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Question">What it asks.</param>
internal sealed record KernelQuery(ToolCaller Caller, Func<KernelState, ToolReply> Question) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) => input.Done(Question(input.Kernel));
}
