using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>
/// Ends recoveries that wait for clients of which none is left, as an administrator would (<c>lctl abort_recovery</c>): the window opens
/// with the first known client, so without one a target refuses new clients for ever.
/// </summary>
public static class AbandonedRecovery
{
    private const string Waiting = "status: WAITING_FOR_CLIENTS";

    /// <summary>Looks at servers, and aborts the recovery of those that wait for their first client.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="servers">Node and label of each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Labels of those that waited.</returns>
    public static async Task<IReadOnlyList<string>> AbortAsync(
        StateRecord cluster, IEnumerable<(string Node, string Label)> servers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(servers);
        var aborted = new List<string>();
        foreach (var (node, label) in servers)
        {
            var socket = RuntimeDirectory.KernelSocket(cluster.RuntimeDirectory, node);
            var status = await AskAsync(socket, ["lctl", "get_param", "-n", $"*.{label}.recovery_status"], cancellationToken);
            if (status is not { Exit: 0 } || !status.Stdout.Contains(Waiting, StringComparison.Ordinal))
                continue;
            await AskAsync(socket, ["lctl", "--device", label, "abort_recovery"], cancellationToken);
            aborted.Add(label);
        }
        return aborted;
    }

    private static Task<ToolReply?> AskAsync(string socket, string[] line, CancellationToken cancellationToken) =>
        KernelSocket.AskAsync(socket, new KernelRequest { Argv = line, Pid = Environment.ProcessId }, cancellationToken);
}
