using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>Short ways to write down how a tool ended.</summary>
internal static class Replies
{
    /// <summary>Exit code of a process that SIGKILL ended, as a shell shows it. Nobody is left to read it.</summary>
    public static readonly ToolReply Killed = new(137, "", "");

    public static ToolReply Ok(string stdout = "") => new(0, stdout, "");

    public static ToolReply Fail(int exit, string stderr) => new(exit, "", stderr);

    public static StepResult Done(this StepInput input, ToolReply reply) => new(input.Kernel, input.Device, new Done(reply));
}
