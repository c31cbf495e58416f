using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Startup;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>The hall's API server process. It is started on request and never by itself.</summary>
internal sealed class ApiServerKeeper(HallOptions options, ChildStarter starter, Readiness readiness, TimeProvider time, ILogger log) : IDisposable
{
    private const string Name = "api-server";

    /// <summary>The server only closes its database.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The process of the last start; null before the first.</summary>
    public ChildProcess? Process { get; private set; }

    /// <summary>Starts the server, on the port of its last run, and returns when it answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It runs already, or does not start.</exception>
    public async Task<HallProcess> StartAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Process is { Identity.IsAlive: true })
                throw new StateException($"The API server runs already, as process {Process.Identity.Pid}.");
            return await BootAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Stops the server, restores the snapshot and starts the server. A snapshot that is not fit stops nothing.</summary>
    /// <param name="order">Which.</param>
    /// <param name="cancellationToken">Gives up before the server is stopped; not afterwards.</param>
    /// <exception cref="StateException">The snapshot is not fit, or the server does not start.</exception>
    public async Task<SnapshotInfo> RestoreAsync(SnapshotRestore order, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            StoreSnapshot.Verify(order.File);
            if (Process is { Identity.IsAlive: true })
                await ProcessReaper.EndAsync(Process.Identity, Grace, time, CancellationToken.None);
            try
            {
                var info = StoreSnapshot.Restore(options.Directory.Root, order.File, order.BumpRevision);
                HallLog.Restored(log, order.File, info.Revision);
                return info;
            }
            finally
            {
                await BootAsync(CancellationToken.None);
            }
        }
        catch (SnapshotException refusal)
        {
            throw new StateException(refusal.Message, refusal);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Process?.Dispose();
        turn.Dispose();
    }

    private async Task<HallProcess> BootAsync(CancellationToken cancellationToken)
    {
        Process?.Dispose();
        Process = starter.Start(
            HallRole.ApiServer, Name, ["internal", Name, "--state-dir", options.Directory.Root], new Dictionary<string, string>());
        using var client = await readiness.ForApiServerAsync(Process, cancellationToken);
        return new HallProcess(HallRole.ApiServer, Name, Process.Identity.Pid, Process.Identity.StartTicks);
    }
}
