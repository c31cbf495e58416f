using System.ComponentModel;
using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>Keeps the node agent running, as a DaemonSet does. It dies and stands still with its node: it is one of the node's processes.</summary>
/// <param name="node">The node.</param>
/// <param name="environment">What every pod of the node gets.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The node's log.</param>
internal sealed class NodeAgentKeeper(NodeOptions node, IReadOnlyDictionary<string, string> environment, TimeProvider time, ILogger log)
{
    /// <summary>Between an end and the next start.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What an orderly shutdown of the node leaves it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Files by which it knows the API server and is known there: as its node.</summary>
    private string AccountDirectory => Path.Combine(node.Directory.NodeDirectory(node.Name), "node-agent");

    /// <summary>Runs until cancelled.</summary>
    /// <param name="cancellationToken">Ends it, after the node's pods.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WriteAccount();
        while (!cancellationToken.IsCancellationRequested)
        {
            var why = await RunOnceAsync(cancellationToken);
            if (cancellationToken.IsCancellationRequested)
                return;
            NodeLog.NodeAgentEnded(log, node.Name, why);
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var agent = ChildProcess.Start(Describe());
            await ((Task)agent.Exit).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!agent.Exit.IsCompleted)
                await ProcessReaper.EndAsync(agent.Identity, Grace, time, CancellationToken.None);
            var status = await agent.Exit;
            return string.Create(CultureInfo.InvariantCulture, $"exit {status}");
        }
        catch (Win32Exception error)
        {
            return error.Message;
        }
    }

    private ChildStart Describe() => new(
        node.Programs.Agent,
        [
            "node", "--node", node.Name, "--listen", $"unix:{node.NodeAgentSocket}",
            "--state-directory", Path.Combine(AccountDirectory, "state"), "--watchdog", $"unix:{node.WatchdogSocket}",
        ],
        new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["LUSTRE_SERVICEACCOUNT_DIR"] = AccountDirectory, ["LUSTRE_NETWORK_SWITCH"] = RuntimeDirectory.SwitchSocket(node.RuntimeDirectory, node.Name) },
        node.Directory.NodeDirectory(node.Name),
        node.Directory.LogFile($"{node.Name}-node-agent"));

    private void WriteAccount()
    {
        Directory.CreateDirectory(AccountDirectory);
        File.Copy(Path.Combine(node.Directory.ApiDirectory, "ca.crt"), Path.Combine(AccountDirectory, "ca.crt"), overwrite: true);
        AtomicFile.Write(
            Path.Combine(AccountDirectory, "token"), TokenFiles.OfNode(node.Directory.ApiDirectory, node.Name), AtomicFile.SecretMode, lasts: false);
    }
}
