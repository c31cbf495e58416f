using System.CommandLine;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Management.Client;
using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor release TARGET</c>: a person ends the quarantine of a server, and says why that is safe.</summary>
public static class ReleaseCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var target = new Argument<string>("TARGET") { Description = "Name of the quarantined server" };
        var statement = new Option<string>("--statement")
        {
            Description = "What was found and mended; the journal keeps it", HelpName = "TEXT", Required = true,
        };
        var by = new Option<string?>("--by") { Description = "Who says so [default: $SUDO_USER, else $USER]", HelpName = "NAME" };
        var confirm = new Option<string>("--confirm") { Description = "Type the server's name again", HelpName = "TARGET", DefaultValueFactory = _ => "" };
        var number = new Option<long>("--fencing-number")
        {
            Description = "Number of its incarnation, as `supervisor get targets` shows it", HelpName = "N", DefaultValueFactory = _ => -1,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would happen" };
        var address = new Option<Uri?>("--management")
        {
            Description = "Management endpoint of a supervisor [default: the laptop cluster's]", HelpName = "URL",
        };
        var token = new Option<string?>("--management-token-file") { Description = "File with its bearer token", HelpName = "FILE" };
        var command = new Command("release", "Let a quarantined server start again.")
        {
            target, statement, by, confirm, number, dryRun, context.Options.Namespace, address, token,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var supervisor = Open(context, parsed, parsed.GetValue(address), parsed.GetValue(token));
            var order = new ReleaseOrder(
                parsed.GetValue(by) ?? context.Variable("SUDO_USER") ?? context.Variable("USER") ?? "",
                parsed.GetRequiredValue(statement),
                parsed.GetValue(dryRun),
                parsed.GetValue(confirm) ?? "",
                parsed.GetValue(number));
            var answer = await supervisor.ReleaseAsync(
                parsed.GetValue(context.Options.Namespace), parsed.GetRequiredValue(target), order, cancellationToken);
            if (answer.Result is CommandResult.Refused or CommandResult.NotFound)
                throw new UserErrorException(answer.Code.Length > 0 ? $"{answer.Code}: {answer.Message}" : answer.Message);
            await context.OutText.WriteLineAsync(answer.Message);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static ManagementClient Open(CliContext context, ParseResult parsed, Uri? address, string? token)
    {
        var directory = new StateDirectory(context.StateDirectory(parsed));
        if (address is not null)
            return new ManagementClient(address, token ?? directory.ManagementTokenFile);
        return directory.ReadMarker() is { Ports.Management: > 0 } marker
            ? ManagementClient.OfLaptop(marker.Ports.Management, directory)
            : throw new UserErrorException($"no laptop cluster runs in {directory.Root}", "name a supervisor by --management URL");
    }
}
