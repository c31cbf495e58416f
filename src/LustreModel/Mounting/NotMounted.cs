using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary><c>umount</c> of something that the caller's mount table does not hold.</summary>
internal sealed record NotMounted(ToolCaller Caller, string Operand) : Continuation(Caller)
{
    // EX_FAIL of umount(8).
    private const int UnmountFailure = 32;

    public override string? Directory => Operand;

    public override StepResult Resume(StepInput input) => input.Done(Replies.Fail(
        UnmountFailure, $"umount: {Operand}: {(input.DirectoryExists ? "not mounted" : "no mount point specified")}.\n"));
}
