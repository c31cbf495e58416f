using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LustreModel.Kernels;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>The targets that serve clients in this kernel: opened when a mount is complete, closed before its backing file system is.</summary>
internal sealed class TargetServers(SimulatedKernel kernel, KernelHostOptions options, ILogger logger, CancellationToken down)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _settling = new(1, 1);
    private readonly Dictionary<string, TargetServer> _running = new(StringComparer.Ordinal);

    /// <summary>
    /// Makes the servers match the kernel's state, and returns when they do. Called after every step of a command, so that a
    /// mount returns when its target serves, and an unmount goes on when all is on disk.
    /// </summary>
    public async Task SettleAsync()
    {
        if (!Differs(kernel.State))
            return;
        await _settling.WaitAsync(down);
        try
        {
            var state = kernel.State;
            foreach (var server in Running().Where(s => !IsServed(state, s)))
                await CloseAsync(state, server);
            foreach (var mount in Wanted(state).Where(m => Find(m.Service) is null))
                await OpenAsync(mount);
            foreach (var mount in state.Up.Where(m => m.AbortAsked))
            {
                if (Find(mount.Service) is { } server)
                    await server.AbortRecoveryAsync(down);
            }
        }
        finally
        {
            _settling.Release();
        }
    }

    /// <summary>The server of a target; null when it is not served here.</summary>
    public TargetServer? Find(string service)
    {
        lock (_gate)
            return _running.GetValueOrDefault(service);
    }

    /// <summary>What the kernel does on its own for a target between two of its timers: ends windows, commits.</summary>
    /// <param name="service">Service name.</param>
    /// <param name="commit">Whether a commit is due.</param>
    /// <param name="cancellationToken">The mount ends.</param>
    public async Task RoundAsync(string service, bool commit, CancellationToken cancellationToken)
    {
        if (Find(service) is not { } server)
            return;
        if (commit)
            await server.CommitAsync(cancellationToken);
        await server.TickAsync(cancellationToken);
    }

    /// <summary>The kernel is gone: nothing is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await _settling.WaitAsync();
        foreach (var server in Running())
            server.Dispose();
        lock (_gate)
            _running.Clear();
        _settling.Dispose();
    }

    // What is read-only before it is served could not be read: once is enough.
    private IEnumerable<TargetMount> Wanted(KernelState state) => state.Up.Where(m =>
        (m.Data.IsMdt || m.Data.IsOst) && m.Serves && (!m.ReadOnly || Find(m.Service) is not null));

    private static bool IsServed(KernelState state, TargetServer server) =>
        state.Targets.GetValueOrDefault(server.Service) is { Phase: MountPhase.Up } mount && mount.MountStamp == server.MountStamp;

    private bool Differs(KernelState state)
    {
        var running = Running();
        return running.Length != Wanted(state).Count() || running.Any(s => !IsServed(state, s)) || state.Up.Any(m => m.AbortAsked);
    }

    private TargetServer[] Running()
    {
        lock (_gate)
            return [.. _running.Values];
    }

    private async Task OpenAsync(TargetMount mount)
    {
        try
        {
            var device = options.Catalog.Find(kernel.State.DeviceOf(mount.DevicePath), options.StorageName)
                ?? throw new IOException(Errno.Text(Errno.NoDevice));
            var server = new TargetServer(kernel, mount, options.Catalog.PathOf(device), options.TimeProvider, logger);
            await server.CommitAsync(down);
            await server.TickAsync(down);
            lock (_gate)
                _running[mount.Service] = server;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            DataLogMessages.Unreadable(logger, mount.Service, mount.DevicePath, error.Message);
            kernel.Update(mount.Service, mount.MountStamp, m => m with { ReadOnly = true });
        }
    }

    private async Task CloseAsync(KernelState state, TargetServer server)
    {
        var mount = state.Targets.GetValueOrDefault(server.Service);
        var stops = mount is { Phase: MountPhase.Stopping } && mount.MountStamp == server.MountStamp;
        await server.CloseAsync(stops, stops && mount!.DropsClients, down);

        // Only now: whoever settles meanwhile sees a difference and waits for this commit.
        lock (_gate)
            _running.Remove(server.Service);
        server.Dispose();
    }
}
