using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>A command that ends before it has looked at anything: wrong usage, or something only printed.</summary>
internal sealed record Refused(ToolCaller Caller, ToolReply Reply) : Continuation(Caller)
{
    public static Refused Text(ToolCaller caller, int exit, string stderr) => new(caller, Replies.Fail(exit, stderr));

    public override StepResult Resume(StepInput input) => input.Done(Reply);
}
