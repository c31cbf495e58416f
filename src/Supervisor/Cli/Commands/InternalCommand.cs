using System.CommandLine;
using LustreSupervisor.LocalCluster.Api;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Nodes.Guests;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Local.Workload;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor internal …</c>: the other processes of a laptop cluster. Started by the hall, not by people.</summary>
public static class InternalCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("internal", "Processes of the laptop cluster.")
    {
        Hidden = true,
        Subcommands = { ApiServer(context), Node(context), Guest(context), Hall(context), LustreClient(context) },
    };

    private static Command ApiServer(CliContext context)
    {
        var command = new Command("api-server", "The embedded Kubernetes API server.");
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            Lifeline.Hang();
            using var logs = Logs(context);
            var options = new ApiServerOptions
            {
                StateDirectory = context.StateDirectory(parsed),
                LoggerFactory = logs,
                Clock = context.Time,
                Times = ControllerTimes.Laptop,
            };
            try
            {
                await LocalCluster.Api.ApiServer.RunAsync(options, cancellationToken);
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                throw new StateException(error.Message, error);
            }

            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command Node(CliContext context)
    {
        var name = new Argument<string>("NAME");
        var command = new Command("node", "A node: kubelet and simulated kernel.") { name };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            Lifeline.Hang();
            var directory = new StateDirectory(context.StateDirectory(parsed));
            using var logs = Logs(context);
            await NodeHost.RunAsync(NodeOptions.Read(parsed.GetValue(name)!, directory), context.Time, logs, cancellationToken);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command Guest(CliContext context)
    {
        var node = new Argument<string>("NODE");
        var uid = new Argument<string>("UID");
        var command = new Command("guest", "A virtual machine of a node.") { node, uid };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            Lifeline.Hang();
            var directory = new StateDirectory(context.StateDirectory(parsed));
            using var logs = Logs(context);
            var host = NodeOptions.Read(parsed.GetValue(node)!, directory);
            return await GuestHost.RunAsync(host, parsed.GetValue(uid)!, context.Time, logs, cancellationToken);
        }));
        return command;
    }

    private static Command Hall(CliContext context)
    {
        var nodes = LocalCommand.CreateNodes();
        var port = LocalCommand.CreatePort();
        var delayFactor = LocalCommand.CreateDelayFactor(1);
        var tcp = LocalCommand.CreateAgentsOverTcp();
        var bare = LocalCommand.CreateNoSupervisor();
        var command = new Command("hall", "A hall without a terminal.") { nodes, port, delayFactor, tcp, bare };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            ProcessSession.Enter();
            var options = new LocalSettings(
                new StateDirectory(context.StateDirectory(parsed)),
                parsed.GetValue(nodes),
                parsed.GetValue(port),
                parsed.GetValue(delayFactor)) { AgentsOverTcp = parsed.GetValue(tcp), WithSupervisor = !parsed.GetValue(bare) }.Settle();
            await using var hall = await MachineHall.StartAsync(
                options, context.Time, stage => context.ErrorText.WriteLine(stage), cancellationToken);
            await hall.StopAsked.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command LustreClient(CliContext context)
    {
        var arguments = new ClientArguments();
        var command = new Command(ClientArguments.Command, "A client of Lustre that writes and verifies.");
        foreach (var option in arguments.Options)
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            // Ctrl-C is the parent's to handle; the end of the parent ends standard input.
            ProcessSession.Enter();
            var directory = new StateDirectory(context.StateDirectory(parsed));
            if (directory.ReadMarker() is not { RuntimeDirectory.Length: > 0 } marker)
                throw new StateException($"No laptop cluster runs in {directory.Root}: clients are started by 'supervisor local workload'.");
            using var orders = new StreamReader(Console.OpenStandardInput());
            await using var lines = new StreamWriter(Console.OpenStandardOutput());
            await LocalCluster.Clients.LustreClient.RunAsync(
                arguments.Read(parsed), nid => NodeOptions.LnetSocketOfNid(directory.ReadMarker() ?? marker, nid), marker.DelayFactor, orders, lines, context.Time,
                cancellationToken);
            return ExitCodes.Ok;
        }));
        return command;
    }

    /// <summary>Standard error is the part's log: the hall writes it to a file.</summary>
    private static ILoggerFactory Logs(CliContext context) => LoggerFactory.Create(builder => builder
        // One line a request would be most of the log, and most of the work.
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddProvider(new LineLoggerProvider(context.Time, line => context.ErrorText.Write(line))));
}
