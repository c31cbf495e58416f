namespace LustreSupervisor.Agent.Tools;

/// <summary>How a tool ended, or that it has not.</summary>
internal enum ToolEnd
{
    /// <summary>It exited by itself.</summary>
    Exited,

    /// <summary>It exited, but not all that it printed is known: nothing may be concluded from what is missing.</summary>
    Unread,

    /// <summary>There is no such tool on PATH, or it could not be started.</summary>
    NotStarted,

    /// <summary>It passed its deadline and was killed: it only reads.</summary>
    Killed,

    /// <summary>It passed its deadline and still runs: it may be writing the device, so nobody kills it.</summary>
    StillRunning,
}

/// <summary>What a tool did.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="End">How it ended.</param>
/// <param name="Exit">Exit code; -1 unless it exited.</param>
/// <param name="Stdout">Its output, cut at <see cref="ToolRunner.OutputBytesMax"/>.</param>
/// <param name="Stderr">Its error output, cut likewise.</param>
/// <param name="WhenGone">Completes when the process is gone; completed already unless it still runs.</param>
internal sealed record ToolResult(string Tool, ToolEnd End, int Exit, string Stdout, string Stderr, Task WhenGone)
{
    private const int ShownMax = 400;

    /// <summary>It exited with 0.</summary>
    public bool Succeeded => End == ToolEnd.Exited && Exit == 0;

    /// <summary>Its last words on one line, for people.</summary>
    public string Said
    {
        get
        {
            var text = (End == ToolEnd.Exited ? Stderr.Trim().Length > 0 ? Stderr : Stdout : Stderr).Trim().ReplaceLineEndings("; ");
            return text.Length > ShownMax ? "…" + text[^ShownMax..] : text;
        }
    }

    /// <summary>Tool, end and last words, for people.</summary>
    public string Describe() => End switch
    {
        ToolEnd.Exited => $"{Tool}: exit {Exit}: {Said}",
        ToolEnd.Unread => $"{Tool}: exit {Exit}, but its output is incomplete: {Stderr}",
        ToolEnd.NotStarted => $"{Tool}: not started: {Stderr}",
        ToolEnd.Killed => $"{Tool}: no answer within its time",
        _ => $"{Tool}: still running after its time",
    };
}
