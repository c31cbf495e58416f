using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>Why a format or a tuning ends early.</summary>
/// <param name="Exit">Exit code; 0 where the real tool, surprisingly, says success.</param>
/// <param name="Text">Text for standard error, with its line ends.</param>
internal sealed record FormatError(int Exit, string Text)
{
    public static FormatError Plain(string tool, int exit, string text) => new(exit, $"{tool}: {text}\n");

    public static FormatError Fatal(string tool, int exit, string text) => new(exit, $"\n{tool} FATAL: {text}\n");

    /// <summary>The reply, with the line by which the tools end every failure.</summary>
    public ToolReply Reply(string tool, string stdout) => Exit == 0
        ? new ToolReply(0, stdout, Text)
        : new ToolReply(Exit, stdout, $"{Text}{tool}: exiting with {Exit} ({Errno.Text(Exit)})\n");
}
