using System.CommandLine;
using System.Text.Json;
using LustreSupervisor.Supervisor.Cli.Endpoint;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Topology.Explain;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor explain</c>: what a server waits for, and how crashes are handled.</summary>
public static class ExplainCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("explain", "Say what a server waits for, since when, by which rule, and what a person can do.")
    {
        Target(context), CrashPolicyTable(context),
    };

    private static Command Target(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the server, such as scratch-ost0003" };
        var endpoint = new EndpointOptions();
        var command = new Command("target", "Explain one server.") { name, context.Options.Namespace, context.Options.Output };
        endpoint.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var supervisor = endpoint.Open(context, parsed);
            var explanation = await supervisor.ExplainAsync(parsed.GetValue(context.Options.Namespace), parsed.GetRequiredValue(name), cancellationToken);
            switch (parsed.GetValue(context.Options.Output))
            {
                case OutputFormat.Table:
                    await context.OutText.WriteAsync(ExplainText.Print(explanation, context.Time.GetUtcNow()));
                    break;
                case OutputFormat.Json:
                    await context.OutText.WriteLineAsync(JsonSerializer.Serialize(explanation, ManagementJson.Default.Explanation));
                    break;
                default:
                    throw new UserErrorException("an explanation is printed as text or as JSON", "use -o json");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CrashPolicyTable(CliContext context)
    {
        var filesystem = new Option<string?>("--filesystem")
        {
            Description = "File system whose own choices, budgets and limits are shown too", HelpName = "NAME",
        };
        var endpoint = new EndpointOptions();
        var command = new Command("crash-policy", "Print what is done about each kind of fault.") { filesystem, context.Options.Namespace };
        endpoint.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(filesystem) is not { } name)
            {
                await context.OutText.WriteAsync(CrashPolicyText.Print());
                return ExitCodes.Ok;
            }

            using var supervisor = endpoint.Open(context, parsed);
            await context.OutText.WriteAsync(await supervisor.CrashPolicyAsync(parsed.GetValue(context.Options.Namespace), name, cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }
}
