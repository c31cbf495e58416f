using System.CommandLine;
using LustreSupervisor.Supervisor.Cli.Endpoint;
using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary>
/// <c>supervisor release|failover|fence TARGET</c>: what a person orders about one server, with the name typed again and the number of the
/// incarnation that the order was thought out for.
/// </summary>
public static class OrderCommands
{
    /// <summary><c>supervisor release</c>.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Release(CliContext context) =>
        Create(context, new Command("release", "Let a quarantined server start again."), (_, order) => (OrderKind.Release, order));

    /// <summary><c>supervisor failover</c>.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Failover(CliContext context)
    {
        var node = new Option<string?>("--to") { Description = "Service node to go to [default: the best other one]", HelpName = "NODE" };
        var command = new Command("failover", "Move a server to another of its nodes by a clean unmount; also the approval of a manual failover.") { node };
        return Create(context, command, (parsed, order) => (OrderKind.Failover, order with { ToNode = parsed.GetValue(node) }));
    }

    /// <summary><c>supervisor fence</c>.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Fence(CliContext context)
    {
        var off = new Option<bool>("--powered-off") { Description = "State that the machine is off: you saw it, and nobody will power it on" };
        var command = new Command("fence", "Have the machine fenced that holds a server's target, or state that it is off.") { off };
        return Create(context, command, (parsed, order) => (parsed.GetValue(off) ? OrderKind.StateOff : OrderKind.Fence, order));
    }

    private static Command Create(CliContext context, Command command, Func<ParseResult, TargetOrder, (OrderKind, TargetOrder)> complete)
    {
        var target = new Argument<string>("TARGET") { Description = "Name of the server" };
        var number = new Option<long>("--fencing-number")
        {
            Description = "Number of its newest incarnation, as `supervisor explain target` shows it", HelpName = "N", DefaultValueFactory = _ => -1,
        };
        var person = new PersonOptions();
        var endpoint = new EndpointOptions();
        command.Arguments.Add(target);
        person.AddTo(command);
        command.Options.Add(number);
        command.Options.Add(context.Options.Namespace);
        endpoint.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var supervisor = endpoint.Open(context, parsed);
            var (kind, order) = complete(parsed, new TargetOrder(
                person.By(context, parsed), person.Statement(parsed), person.IsDryRun(parsed), person.Confirm(parsed), parsed.GetValue(number)));
            var answer = await supervisor.OrderAsync(
                kind, parsed.GetValue(context.Options.Namespace), parsed.GetRequiredValue(target), order, cancellationToken);
            return await TellAsync(context, answer);
        });
        return command;
    }

    /// <summary>Prints the answer; a refusal is an error with the rule's name.</summary>
    internal static async Task<int> TellAsync(CliContext context, CommandAnswer answer)
    {
        if (answer.Result is CommandResult.Refused or CommandResult.NotFound)
            throw new UserErrorException(answer.Code.Length > 0 ? $"{answer.Code}: {answer.Message}" : answer.Message);
        await context.OutText.WriteLineAsync(answer.Message);
        return ExitCodes.Ok;
    }
}
