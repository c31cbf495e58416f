using System.Globalization;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>Applies a manifest to a laptop cluster by the very command that a person would use.</summary>
internal static class LocalApply
{
    /// <summary>Applies the manifest.</summary>
    /// <param name="context">The process; what the command says is kept from it.</param>
    /// <param name="directory">State directory of the cluster.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It was refused; the message holds what the command said.</exception>
    public static async Task RunAsync(CliContext context, StateDirectory directory, TextReader manifest, CancellationToken cancellationToken)
    {
        using var said = new StringWriter(CultureInfo.InvariantCulture);
        var quiet = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) });
        var own = context with { In = manifest, Out = quiet, Error = quiet };
        var exitCode = await CommandLine.RunAsync(
            ["apply", "-f", "-", "--kubeconfig", directory.KubeconfigFile], own, () => ExitCodes.Interrupted, cancellationToken);
        if (exitCode != ExitCodes.Ok)
            throw new StateException($"The manifest was refused: {said.ToString().ReplaceLineEndings(" ")}");
    }
}
