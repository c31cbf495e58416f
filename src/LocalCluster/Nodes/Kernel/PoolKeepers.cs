using LustreSupervisor.LustreModel.Zfs;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>Writes the imported ZFS pools of a kernel again and again, mounted or not: one loop, from the first import on.</summary>
internal sealed class PoolKeepers(SimulatedKernel kernel, KernelHostOptions options, ILogger logger, CancellationToken stopping)
{
    private readonly Lock _gate = new();
    private Task? _loop;

    /// <summary>Starts the loop if it does not run. Cheap; called after every change.</summary>
    public void Reconcile()
    {
        lock (_gate)
            _loop ??= RunAsync();
    }

    /// <summary>Waits for the loop to end after the kernel's end.</summary>
    public Task EndAsync()
    {
        lock (_gate)
            return _loop ?? Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        // Yield: the caller holds the gate.
        await Task.Yield();
        try
        {
            using var timer = new PeriodicTimer(ZfsTimes.Write * options.DelayFactor, options.TimeProvider);
            while (await timer.WaitForNextTickAsync(stopping))
                foreach (var pool in kernel.State.Pools.Values.Where(p => !p.Suspended))
                    await KeepAsync(pool);
        }
        catch (OperationCanceledException)
        {
            // The kernel went down.
        }
    }

    private async Task KeepAsync(ImportedPool pool)
    {
        try
        {
            await kernel.KeepAsync(pool.Pool.Name, pool.DevicePath, PoolKeeper.Write, stopping);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            KernelLog.DeviceFailed(logger, pool.DevicePath, error.Message);
        }
    }
}
