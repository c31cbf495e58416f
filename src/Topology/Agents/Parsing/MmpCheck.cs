namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>What <c>dumpe2fs -m</c> says of a device.</summary>
public enum MmpAnswer
{
    /// <summary>Nobody writes it: marked clean, or the block stood still while it was watched.</summary>
    Clean,

    /// <summary>Somebody writes it, or e2fsck runs.</summary>
    InUse,

    /// <summary>The file system has no multi-mount protection.</summary>
    NotEnabled,

    /// <summary>There is no ext file system on it.</summary>
    NoFilesystem,

    /// <summary>There is no such device, or it cannot be opened.</summary>
    NotOpened,
}

/// <summary>Outcome of <c>dumpe2fs -m DEV</c> (e2fsprogs 1.47): exit 0 clean, 1 in use, 2 off or no device, 19 no ext.</summary>
/// <param name="Answer">What it means.</param>
/// <param name="UpdatedBy">Who wrote the block last, the node's name and the device's run together as dumpe2fs prints them; may be empty.</param>
public sealed record MmpCheck(MmpAnswer Answer, string UpdatedBy)
{
    private const string Tool = "dumpe2fs -m";

    private const string By = "MMP update by '";

    /// <summary>Reads what a run printed.</summary>
    /// <param name="exit">Its exit code.</param>
    /// <param name="stdout">Its output.</param>
    /// <param name="stderr">Its error output.</param>
    /// <exception cref="UnrecognizedOutputException">Exit code and text are of no known outcome.</exception>
    public static MmpCheck Parse(int exit, string stdout, string stderr)
    {
        var text = stdout + "\n" + stderr;
        return (exit, text) switch
        {
            (0, _) when Says("MMP is clean") => new MmpCheck(MmpAnswer.Clean, ""),
            (1, _) when Says("MMP: ") => new MmpCheck(MmpAnswer.InUse, UpdatedByIn(text)),
            (not 0, _) when Says("MMP feature not enabled") => new MmpCheck(MmpAnswer.NotEnabled, ""),
            (not 0, _) when Says("Bad magic number") => new MmpCheck(MmpAnswer.NoFilesystem, ""),
            (not 0, _) when Says("No such file or directory") || Says("No such device") => new MmpCheck(MmpAnswer.NotOpened, ""),
            _ => throw new UnrecognizedOutputException(Tool, 0, $"exit {exit}: {text.Trim().ReplaceLineEndings("; ")}"),
        };

        bool Says(string phrase) => text.Contains(phrase, StringComparison.Ordinal);
    }

    private static string UpdatedByIn(string text)
    {
        var start = text.IndexOf(By, StringComparison.Ordinal);
        if (start < 0)
            return "";
        var rest = text[(start + By.Length)..];
        var end = rest.IndexOf("' at ", StringComparison.Ordinal);
        return end < 0 ? "" : rest[..end];
    }
}
