using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Local.Faults;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local fault KIND …</c> and <c>supervisor local fault list</c>, made from the table of faults.</summary>
internal static class LocalFaultCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var command = new Command("fault", "Break something on purpose, or heal it again.");
        foreach (var fault in FaultCatalog.All)
            command.Add(Kind(fault, context));
        var list = new Command("list", "Show the faults there are, and what is broken now.") { context.Options.Output };
        list.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(() => LocalFaults.ListAsync(
            context, new StateDirectory(context.StateDirectory(parsed)), parsed.GetValue(context.Options.Output), cancellationToken)));
        command.Add(list);
        return command;
    }

    private static Command Kind(FaultDescription fault, CliContext context)
    {
        var subject = Subject(fault);
        var peer = new Option<string>("--peer") { Description = "The other node, or the NID of a client", HelpName = "NODE", Required = true };
        var seconds = Seconds(fault);
        var clear = new Option<bool>("--clear") { Description = "Heal instead of break" };
        var command = new Command(fault.Name, fault.Help);
        if (subject is not null)
            command.Add(subject);
        if (fault.TakesPeer)
            command.Add(peer);
        if (fault.SecondsDefault is not null)
            command.Add(seconds);
        if (fault.Healing == FaultHealing.Clear)
            command.Add(clear);
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(() => LocalFaults.InjectAsync(
            context,
            new StateDirectory(context.StateDirectory(parsed)),
            new FaultOrder(
                fault.Name,
                subject is null ? "" : parsed.GetValue(subject) ?? "",
                fault.TakesPeer ? parsed.GetValue(peer) ?? "" : "",
                fault.SecondsDefault is null ? 0 : parsed.GetValue(seconds),
                fault.Healing == FaultHealing.Clear && parsed.GetValue(clear)),
            cancellationToken)));
        return command;
    }

    private static Argument<string>? Subject(FaultDescription fault)
    {
        var (name, description) = fault.Subject switch
        {
            FaultSubject.Target => ("TARGET", "Target, by name or Lustre's label"),
            FaultSubject.NewTarget => ("LABEL", "Label of a target that is yet to come, such as scratch-OST0004"),
            FaultSubject.Mgs => ("TARGET", "Management server; may be left out where there is only one"),
            FaultSubject.Node => ("NODE", "Node"),
            _ => ("", ""),
        };
        return name.Length == 0 ? null : new Argument<string>(name)
        {
            Description = description,
            Arity = fault.SubjectOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
    }

    private static Option<double> Seconds(FaultDescription fault)
    {
        var option = new Option<double>("--seconds")
        {
            Description = fault.SecondsDefault is > 0 and { } usual
                ? string.Create(CultureInfo.InvariantCulture, $"Seconds [default: {usual}]")
                : "Heal by itself after so many seconds",
            HelpName = "N",
        };
        option.Validators.Add(RequireSeconds);
        return option;
    }

    private static void RequireSeconds(OptionResult result)
    {
        if (result.Tokens is [var token] && (!double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)
                || value is not (> 0 and <= FaultCatalog.SecondsMax)))
            result.AddError($"--seconds must be a number from more than 0 to {FaultCatalog.SecondsMax}, not '{token.Value}'.");
    }
}
