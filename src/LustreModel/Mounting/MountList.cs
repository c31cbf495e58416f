using System.Text;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary><c>mount</c> without device and directory: the Lustre part of the caller's mount table.</summary>
internal sealed record MountList(ToolCaller Caller) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input)
    {
        var text = new StringBuilder();
        foreach (var mount in input.Kernel.MountTable(Caller.PodUid))
            text.Append(mount.DevicePath).Append(" on ").Append(mount.Directory).Append(" type lustre (")
                .Append(mount.ReadOnly ? "ro" : "rw").Append(",svname=").Append(mount.Service).Append(")\n");
        return input.Done(Replies.Ok(text.ToString()));
    }
}
