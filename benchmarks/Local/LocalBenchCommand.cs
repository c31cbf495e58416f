using System.CommandLine;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary><c>supervisor bench local</c>: how fast a killed server is back.</summary>
internal static class LocalBenchCommand
{
    private const int KillsDefault = 50;

    /// <summary>More kills would spend more targets than a laptop cluster has devices for.</summary>
    private const int KillsMax = 60;

    /// <summary>The demo's factor: what remains is mostly our own time.</summary>
    private const double DelayFactorDefault = 0.1;

    /// <summary>Creates the command.</summary>
    /// <param name="context">The process.</param>
    public static Command Create(CliContext context)
    {
        var kills = new Option<int>("--kills") { Description = "Kills to measure", HelpName = "N", DefaultValueFactory = _ => KillsDefault };
        kills.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > KillsMax)
                result.AddError($"--kills must be from 1 to {KillsMax}.");
        });
        var factor = new Option<double>("--delay-factor")
        {
            Description = "Factor for Lustre's own delays",
            HelpName = "F",
            DefaultValueFactory = _ => DelayFactorDefault,
        };
        var report = new Option<string?>("--report") { Description = "Write the result as JSON", HelpName = "FILE" };
        var command = new Command("local", "Kill servers of a laptop cluster and time their return.") { kills, factor, report };
        command.SetAction((parsed, cancellationToken) => new LocalBench(context).RunAsync(
            parsed.GetValue(kills), parsed.GetValue(factor), parsed.GetValue(report), cancellationToken));
        return command;
    }
}
