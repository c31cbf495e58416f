using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local …</c>: a whole cluster of OS processes on this machine.</summary>
public static class LocalCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("local", "Run a whole cluster of processes on this machine.")
    {
        LocalUpCommand.Create(context),
        Down(context),
        Status(context),
        LocalDemoCommand.Create(context),
        LocalWorkloadCommand.Create(context),
        LocalNodeCommand.Create(context),
        LocalDeviceCommand.Create(context),
        LocalSnapshotCommand.Create(context),
        LocalKillCommand.CreateKill(context),
        LocalKillCommand.CreateStart(context),
        LocalFaultCommand.Create(context),
        LocalCheckCommand.Create(context),
    };

    /// <summary><c>--nodes</c>.</summary>
    internal static Option<int?> CreateNodes()
    {
        var option = new Option<int?>("--nodes")
        {
            Description = $"Nodes of the cluster [default: as many as it has, {LocalSettings.DefaultNodes} at first]",
            HelpName = "N",
        };
        option.Validators.Add(result => Require(result, 1, HallOptions.NodesMax));
        return option;
    }

    /// <summary><c>--port</c>.</summary>
    internal static Option<int?> CreatePort()
    {
        var option = new Option<int?>("--port")
        {
            Description = $"Port of the management endpoint [default: {HallOptions.DefaultManagementPort}, or a free one when that is busy]",
            HelpName = "P",
        };
        option.Validators.Add(result => Require(result, 1, ushort.MaxValue));
        return option;
    }

    /// <summary><c>--delay-factor</c>.</summary>
    /// <param name="factor">Default.</param>
    internal static Option<double> CreateDelayFactor(double factor)
    {
        var option = new Option<double>("--delay-factor")
        {
            Description = "Factor for Lustre's own delays (MMP, registration); 1 is true to life",
            HelpName = "F",
            DefaultValueFactory = _ => factor,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && (!double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) || value is not (>= 0 and <= 10)))
                result.AddError($"{token.Value} is no factor: give a number from 0 to 10.");
        });
        return option;
    }

    /// <summary><c>--agents-over-tcp</c>.</summary>
    internal static Option<bool> CreateAgentsOverTcp() => new("--agents-over-tcp")
    {
        Description = "Dial agents by mutual TLS, as in a real cluster, instead of UNIX sockets",
    };

    /// <summary><c>--no-supervisor</c>.</summary>
    internal static Option<bool> CreateNoSupervisor() => new("--no-supervisor")
    {
        Description = "Start no supervisor: a plain Kubernetes, until 'supervisor local start supervisor'",
    };

    private static void Require(OptionResult result, int least, int most)
    {
        if (result.Tokens is [var token]
            && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most))
            result.AddError($"{result.Option.Name} must be a whole number from {least} to {most}, not '{token.Value}'.");
    }

    private static Command Down(CliContext context)
    {
        var command = new Command("down", "End the cluster; its state stays.");
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            var directory = new StateDirectory(context.StateDirectory(parsed));
            await context.ErrorText.WriteLineAsync(await LocalDown.RunAsync(directory, context.Time, cancellationToken));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command Status(CliContext context)
    {
        var command = new Command("status", "Show what runs; exits 1 when nothing does.") { context.Options.Output };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(() => LocalStatus.RunAsync(
            context, new StateDirectory(context.StateDirectory(parsed)), parsed.GetValue(context.Options.Output), cancellationToken)));
        return command;
    }
}
