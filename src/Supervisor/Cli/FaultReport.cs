using System.CommandLine;
using System.Globalization;

namespace LustreSupervisor.Supervisor.Cli;

/// <summary>Reports a fault of the program itself: the whole of it into a file, one line for the person.</summary>
internal static class FaultReport
{
    private const string FileName = "cli.log";

    /// <summary>Writes the report.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(CliContext context, ParseResult parsed, Exception fault)
    {
        var when = context.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var command = parsed.CommandResult.Command.Name;
        var text = $"{when} supervisor {command} failed{Environment.NewLine}{fault}{Environment.NewLine}";
        foreach (var path in Candidates(context, parsed))
        {
            try
            {
                await File.AppendAllTextAsync(path, text);
                await context.ErrorText.WriteLineAsync($"fault: {OneLine(fault.Message)} (this is a bug; details are in {path})");
                return ExitCodes.SoftwareFault;
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        await context.ErrorText.WriteLineAsync($"fault: {OneLine(fault.Message)} (this is a bug; no log could be written)");
        await context.ErrorText.WriteAsync(text);
        return ExitCodes.SoftwareFault;
    }

    /// <summary>The state directory's log first, but only where it exists: a fault creates no state directory.</summary>
    private static IEnumerable<string> Candidates(CliContext context, ParseResult parsed)
    {
        string? logs = null;
        try
        {
            logs = Path.Combine(context.StateDirectory(parsed), "logs");
        }
        catch (UserErrorException)
        {
            // No state directory can be named; the temporary directory remains.
        }

        if (Directory.Exists(logs))
            yield return Path.Combine(logs, FileName);
        // A fresh directory, readable by its owner only: names in a shared one can be guessed and planted.
        yield return Path.Combine(Directory.CreateTempSubdirectory("lustre-supervisor-").FullName, FileName);
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
