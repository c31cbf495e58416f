using System.Text.Json;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Output;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Faults;

/// <summary><c>supervisor local fault</c>: hands orders to the hall and prints what came of them.</summary>
internal static class LocalFaults
{
    /// <summary>Breaks or heals something.</summary>
    /// <param name="context">The process.</param>
    /// <param name="directory">State directory.</param>
    /// <param name="order">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">No cluster runs, or the hall refuses.</exception>
    public static async Task<int> InjectAsync(CliContext context, StateDirectory directory, FaultOrder order, CancellationToken cancellationToken)
    {
        using var hall = await RunningHall.ConnectAsync(directory, cancellationToken);
        var outcome = await hall.InjectAsync(order, cancellationToken);
        await context.OutText.WriteLineAsync(outcome.Text);
        return ExitCodes.Ok;
    }

    /// <summary>Lists the kinds, and what is broken where a cluster runs.</summary>
    /// <param name="context">The process.</param>
    /// <param name="directory">State directory.</param>
    /// <param name="format">Form of the output.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">The directory is not ours.</exception>
    public static async Task<int> ListAsync(CliContext context, StateDirectory directory, OutputFormat format, CancellationToken cancellationToken)
    {
        using var hall = await RunningHall.TryConnectAsync(directory, cancellationToken);
        var active = hall is null ? [] : await hall.ActiveFaultsAsync(cancellationToken);
        if (format == OutputFormat.Table)
        {
            context.Out.Write(FaultTable.Kinds());
            context.Out.Write(FaultTable.Active(active));
        }
        else
        {
            var document = new { kinds = FaultCatalog.All, active };
            Documents.Write(context.OutText, JsonSerializer.SerializeToNode(document, StateJson.Options)!, format);
        }

        return ExitCodes.Ok;
    }
}
