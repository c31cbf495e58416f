using LustreSupervisor.LocalCluster.Nodes.Data;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Mounting;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>
/// One loop per backing file system that this kernel writes: commits, stamps, and the MMP thread. It starts with the backing mount and
/// ends with it. A round commits and writes its stamp before it looks at MMP, so that after a pause queued writes come first, as in life.
/// </summary>
internal sealed class TargetKeepers(
    SimulatedKernel kernel, TargetServers servers, KernelHostOptions options, ILogger logger, CancellationToken stopping)
{
    /// <summary>Time between two commits of the backing file system's journal (ldiskfs, <c>commit=5</c>).</summary>
    private static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(5);

    /// <summary>However short Lustre's delays are made: some of what is acknowledged must be at risk for a while, as in life.</summary>
    private static readonly TimeSpan CommitIntervalMin = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string DevicePath, long MountStamp, CancellationTokenSource Stop, Task Loop)> _running = new(StringComparer.Ordinal);

    /// <summary>Starts and ends loops so that they match the kernel's state. Cheap; called after every change.</summary>
    public void Reconcile()
    {
        lock (_gate)
        {
            var wanted = kernel.State.Targets.Values.Where(t => t is { BackendMounted: true, ReadOnly: false }).ToDictionary(t => t.Service);
            foreach (var (service, keeper) in _running.ToArray())
            {
                if (wanted.GetValueOrDefault(service) is { } same && (same.DevicePath, same.MountStamp) == (keeper.DevicePath, keeper.MountStamp))
                    continue;
                keeper.Stop.Cancel();
                _running.Remove(service);
            }
            if (stopping.IsCancellationRequested)
                return;
            foreach (var mount in wanted.Values.Where(m => !_running.ContainsKey(m.Service)))
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                _running.Add(mount.Service, (mount.DevicePath, mount.MountStamp, stop, RunAsync(mount, stop)));
            }
        }
    }

    /// <summary>Waits for the loops to end after the kernel's end.</summary>
    public Task EndAsync()
    {
        lock (_gate)
            return Task.WhenAll(_running.Values.Select(r => r.Loop));
    }

    private async Task RunAsync(TargetMount mount, CancellationTokenSource stop)
    {
        // Yield: the caller holds the gate.
        await Task.Yield();
        using var owned = stop;
        var update = MmpBlock.UpdateInterval * options.DelayFactor;
        var round = mount.Data.Mmp && update < Keeper.StampInterval ? update : Keeper.StampInterval;
        var scaled = CommitInterval * options.DelayFactor;
        var commit = scaled > CommitIntervalMin ? scaled : CommitIntervalMin;
        var (stampDue, mmpDue, commitDue) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var last = options.TimeProvider.GetTimestamp();
        try
        {
            using var timer = new PeriodicTimer(round, options.TimeProvider);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                (stampDue, mmpDue, commitDue) = (stampDue + round, mmpDue + round, commitDue + round);
                var late = options.TimeProvider.GetElapsedTime(last) > round * 2;
                last = options.TimeProvider.GetTimestamp();
                var commits = late || commitDue >= commit;
                await servers.RoundAsync(mount.Service, commits, stop.Token);
                commitDue = commits ? TimeSpan.Zero : commitDue;
                // A late round writes the stamp that was due too: what was written meanwhile must not go unsigned.
                if (late || stampDue >= Keeper.StampInterval)
                {
                    stampDue = TimeSpan.Zero;
                    await KeepAsync(mount, Keeper.Stamp, stop.Token);
                }
                if (mmpDue >= update)
                {
                    mmpDue = TimeSpan.Zero;
                    await KeepAsync(mount, Keeper.Mmp, stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Unmounted, or the kernel went down.
        }
    }

    private async Task KeepAsync(
        TargetMount mount, Func<KernelState, string, DeviceState?, DateTimeOffset, KeeperResult> work, CancellationToken cancellationToken)
    {
        try
        {
            await kernel.KeepAsync(mount.Service, mount.DevicePath, work, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            KernelLog.DeviceFailed(logger, mount.DevicePath, error.Message);
        }
    }
}
