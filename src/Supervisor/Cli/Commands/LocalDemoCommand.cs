using System.CommandLine;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Local.Demo;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local demo [--report FILE] [--keep]</c>.</summary>
internal static class LocalDemoCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var report = new Option<string?>("--report") { Description = "Write the result as JSON", HelpName = "FILE" };
        var keep = new Option<bool>("--keep") { Description = "Leave the cluster running" };
        var command = new Command("demo", "Declare a file system, kill its servers, watch them come back.") { report, keep };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(() =>
        {
            // The default state directory belongs to `local up`: a demo gets one of its own unless told otherwise.
            var chosen = parsed.GetValue(context.Options.StateDir) is { Length: > 0 } ? context.StateDirectory(parsed) : null;
            var file = parsed.GetValue(report);
            LocalReports.RequireWritable(file);
            return LocalDemo.RunAsync(context, new DemoSettings(chosen, file, parsed.GetValue(keep)), cancellationToken);
        }));
        return command;
    }
}
