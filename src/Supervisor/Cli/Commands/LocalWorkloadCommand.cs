using System.CommandLine;
using System.Globalization;
using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Local.Workload;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local workload</c>.</summary>
internal static class LocalWorkloadCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var seconds = Number("--seconds", "How long clients write", 60, 1, WorkloadLimits.SecondsMax);
        var clients = Number("--clients", "Client processes", 4, 1, WorkloadLimits.ClientsMax);
        var stripes = Number("--stripe-count", "Stripes of each file; 0 for one to all OSTs by chance", 0, 0, ClientOptions.StripesMax);
        var seed = Number("--seed", "Seed of content and faults", 1, 0, int.MaxValue);
        var faults = Faults();
        var restart = new Option<bool>("--verify-after-restart") { Description = "Cut the power of all nodes before everything is read back" };
        var report = new Option<string?>("--report") { Description = "Write the result as JSON", HelpName = "FILE" };
        var command = new Command("workload", "Let clients write, break servers, and look for every acknowledged byte; exits 1 when anything is lost.")
        {
            seconds, clients, stripes, faults, seed, restart, report,
        };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(() =>
        {
            var settings = new WorkloadSettings(
                parsed.GetValue(context.Options.StateDir) is { Length: > 0 } ? context.StateDirectory(parsed) : null,
                parsed.GetValue(seconds), parsed.GetValue(clients), parsed.GetValue(stripes),
                WorkloadFault.Parse(parsed.GetValue(faults)!, out _)!, parsed.GetValue(seed), parsed.GetValue(restart), parsed.GetValue(report));
            LocalReports.RequireWritable(settings.Report);
            return LocalWorkload.RunAsync(context, settings, new StateDirectory(context.StateDirectory(parsed)), cancellationToken);
        }));
        return command;
    }

    private static Option<string> Faults()
    {
        var option = new Option<string>("--faults")
        {
            Description = $"What is broken meanwhile: {WorkloadFault.Random}, {WorkloadFault.None}, or kinds with commas between them",
            HelpName = "KIND,...",
            DefaultValueFactory = _ => WorkloadFault.None,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && WorkloadFault.Parse(token.Value, out var problem) is null)
                result.AddError($"--faults: {problem}.");
        });
        return option;
    }

    private static Option<int> Number(string name, string help, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = help, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most))
                result.AddError($"{name} must be a whole number from {least} to {most}, not '{token.Value}'.");
        });
        return option;
    }
}
