using System.CommandLine;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Local.Check;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local check</c>: the independent checker on the devices of a laptop cluster.</summary>
internal static class LocalCheckCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var command = new Command("check", "Show who wrote each device; exits 1 when two kernels ever wrote one at once.") { context.Options.Output };
        command.SetAction((parsed, _) => LocalErrors.TranslateAsync(() => Task.FromResult(LocalCheck.Run(
            context, new StateDirectory(context.StateDirectory(parsed)), parsed.GetValue(context.Options.Output)))));
        return command;
    }
}
