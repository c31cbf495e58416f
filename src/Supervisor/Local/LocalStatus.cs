using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Output;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local;

/// <summary><c>supervisor local status</c>: what runs in a state directory.</summary>
internal static class LocalStatus
{
    /// <summary>Prints the status.</summary>
    /// <param name="context">The process.</param>
    /// <param name="directory">State directory.</param>
    /// <param name="format">Form of the output.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Exit code: 0 while a cluster runs, 1 when none does.</returns>
    /// <exception cref="StateException">The directory is not ours.</exception>
    public static async Task<int> RunAsync(CliContext context, StateDirectory directory, OutputFormat format, CancellationToken cancellationToken)
    {
        using var hall = HallClient.For(directory);
        if (hall is null || await hall.TryStatusAsync(cancellationToken) is null)
        {
            if (format == OutputFormat.Table)
                await context.ErrorText.WriteLineAsync($"no laptop cluster runs in {directory.Root}");
            else
                Documents.Write(context.OutText, new JsonObject { ["running"] = false, ["stateDirectory"] = directory.Root }, format);
            return ExitCodes.UserError;
        }

        using var cluster = LiveClusterView.LocalCluster(directory);
        var snapshot = await ClusterSnapshot.ReadAsync(hall, cluster, cancellationToken);
        if (format == OutputFormat.Table)
            context.Out.Write(ClusterTable.Build(snapshot));
        else
            Documents.Write(context.OutText, Document(directory, snapshot), format);
        return ExitCodes.Ok;
    }

    private static JsonObject Document(StateDirectory directory, ClusterSnapshot snapshot)
    {
        var document = JsonSerializer.SerializeToNode(snapshot.Status, StateJson.Options)!.AsObject();
        document["running"] = true;
        document["stateDirectory"] = directory.Root;
        document["kubeconfig"] = directory.KubeconfigFile;
        document["servers"] = JsonSerializer.SerializeToNode(snapshot.Servers, StateJson.Options);
        return document;
    }
}
