using System.CommandLine;
using LustreSupervisor.Supervisor.Cli.Apply;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Manifests;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor apply -f FILE</c>: declares file systems. All manifests are checked before the first is applied.</summary>
public static class ApplyCommand
{
    /// <summary>Longest wait unless another is given, in seconds: a mount alone may take 300 s, and servers start in order.</summary>
    private const int TimeoutSecondsDefault = 900;

    /// <summary>Longest wait that can be asked for, in seconds: a day.</summary>
    private const int TimeoutSecondsMax = 86400;

    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var files = new Option<string[]>("--filename", "-f")
        {
            Description = "Manifest, - for standard input; may be repeated",
            HelpName = "FILE",
            Required = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything, change nothing" };
        var force = new Option<bool>("--force-conflicts") { Description = "Take over fields that another manager owns" };
        var wait = new Option<bool>("--wait") { Description = "Wait until the file systems are ready" };
        var timeout = new Option<int>("--timeout")
        {
            Description = "Longest wait, in seconds",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => TimeoutSecondsDefault,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > TimeoutSecondsMax)
                result.AddError($"--timeout must be between 1 and {TimeoutSecondsMax} seconds.");
        });
        var command = new Command("apply", "Declare file systems by manifests.") { files, dryRun, force, wait, timeout };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ApplyOptions(parsed.GetValue(dryRun), parsed.GetValue(force));
            var patience = parsed.GetValue(wait) && !options.DryRun ? TimeSpan.FromSeconds(parsed.GetValue(timeout)) : (TimeSpan?)null;
            return await RunAsync(context, parsed, parsed.GetRequiredValue(files), options, patience, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context,
        ParseResult parsed,
        IReadOnlyList<string> files,
        ApplyOptions options,
        TimeSpan? patience,
        CancellationToken cancellationToken)
    {
        var manifests = await ManifestFiles.ReadAsync(context, files, cancellationToken);
        if (manifests.Faults.Length > 0)
            return await RefuseAsync(context, manifests.Faults);
        var declared = manifests.Documents.Select(DeclaredObject.Of).ToList();
        using var cluster = ClusterConnection.Open(context, parsed);
        var checks = new ClusterChecks(cluster, declared, options);
        if (await checks.FindFaultsAsync(cancellationToken) is { Count: > 0 } found)
            return await RefuseAsync(context, found);
        var applied = await new Applier(context, cluster, checks).ApplyAsync(declared, options, cancellationToken);
        if (patience is null)
            return ExitCodes.Ok;
        foreach (var (wanted, stored) in applied.Where(item => item.Declared.Kind == ResourceKind.Filesystem))
            await new ReadinessWait(context, cluster)
                .RunAsync(wanted, stored.Number("metadata", "generation") ?? 0, patience.Value, cancellationToken);
        return ExitCodes.Ok;
    }

    private static async Task<int> RefuseAsync(CliContext context, IReadOnlyList<ManifestFault> faults)
    {
        foreach (var fault in faults)
            await context.ErrorText.WriteLineAsync(fault.ToString());
        await context.ErrorText.WriteLineAsync($"error: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}; nothing was applied");
        return ExitCodes.UserError;
    }
}
