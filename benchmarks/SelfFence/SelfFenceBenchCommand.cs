using System.CommandLine;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Benchmarks.SelfFence;

/// <summary><c>supervisor bench self-fence</c>: how long a node that is cut off goes on writing.</summary>
internal static class SelfFenceBenchCommand
{
    private const int RunsDefault = 3;

    /// <summary>A run takes about a minute.</summary>
    private const int RunsMax = 100;

    /// <summary>Creates the command.</summary>
    /// <param name="context">The process.</param>
    public static Command Create(CliContext context)
    {
        var runs = new Option<int>("--runs") { Description = "Nodes to cut off", HelpName = "N", DefaultValueFactory = _ => RunsDefault };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > RunsMax)
                result.AddError($"--runs must be from 1 to {RunsMax}.");
        });
        var grant = new Option<int>("--grant-seconds")
        {
            Description = "Life of a grant",
            HelpName = "S",
            DefaultValueFactory = _ => GrantTimes.GrantSecondsMin,
        };
        grant.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < GrantTimes.GrantSecondsMin or > GrantTimes.GrantSecondsMax)
                result.AddError($"--grant-seconds must be from {GrantTimes.GrantSecondsMin} to {GrantTimes.GrantSecondsMax}.");
        });
        var report = new Option<string?>("--report") { Description = "Write the result as JSON", HelpName = "FILE" };
        var command = new Command("self-fence", "Cut nodes of a laptop cluster off and time their last write.") { runs, grant, report };
        command.SetAction((parsed, cancellationToken) => new SelfFenceBench(context, parsed.GetValue(grant)).RunAsync(
            parsed.GetValue(runs), parsed.GetValue(report), cancellationToken));
        return command;
    }
}
