using System.CommandLine;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Benchmarks.Kubernetes;

/// <summary><c>supervisor bench kubernetes</c>: how fast the embedded Kubernetes lists and tells.</summary>
internal static class KubernetesBenchCommand
{
    private const int PodsDefault = 4000;

    /// <summary>More objects than a laptop cluster is for.</summary>
    private const int PodsMax = 50_000;

    /// <summary>Creates the command.</summary>
    /// <param name="context">The process.</param>
    public static Command Create(CliContext context)
    {
        var pods = new Option<int>("--pods") { Description = "Pods to list", HelpName = "N", DefaultValueFactory = _ => PodsDefault };
        pods.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > PodsMax)
                result.AddError($"--pods must be from 1 to {PodsMax}.");
        });
        var report = new Option<string?>("--report") { Description = "Write the result as JSON", HelpName = "FILE" };
        var command = new Command("kubernetes", "List thousands of pods and time how soon a watcher learns of a change.") { pods, report };
        command.SetAction((parsed, cancellationToken) => new KubernetesBench(context).RunAsync(
            parsed.GetValue(pods), parsed.GetValue(report), cancellationToken));
        return command;
    }
}
