using LustreSupervisor.LocalCluster.Processes;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>
/// One simulated machine. Power off means that the node process and every process of its pods is killed, and it is said to be off
/// only after a look at all processes of this host has found none of them.
/// </summary>
internal sealed class Machine : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Func<string, ChildProcess> boot;
    private readonly ILogger log;
    private readonly TimeProvider time;
    private ChildProcess? node;
    private string powerOnId = "";

    /// <summary>A machine without power.</summary>
    /// <param name="name">Name of its node.</param>
    /// <param name="systemUuid">Its system UUID.</param>
    /// <param name="boot">Starts the node process with the given power-on marker.</param>
    /// <param name="log">The hall's log.</param>
    /// <param name="time">Clock.</param>
    public Machine(string name, string systemUuid, Func<string, ChildProcess> boot, ILogger log, TimeProvider time)
    {
        Name = name;
        SystemUuid = systemUuid;
        this.boot = boot;
        this.log = log;
        this.time = time;
    }

    /// <summary>Name of its node.</summary>
    public string Name { get; }

    /// <summary>System UUID, which the controller's address ends in.</summary>
    public string SystemUuid { get; }

    /// <summary>Power now.</summary>
    public PowerState Power { get; private set; } = PowerState.Off;

    /// <summary>The node process of the last boot, null before the first.</summary>
    public ChildProcess? Node => node;

    /// <summary>Gives it power; does nothing when it has power already, also when its kernel crashed (as in life).</summary>
    /// <param name="cancellationToken">Gives up before the boot.</param>
    public async Task PowerOnAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Power == PowerState.On)
                return;
            powerOnId = HallMarkers.NewId();
            node?.Dispose();
            node = boot(powerOnId);
            Power = PowerState.On;
            HallLog.PoweredOn(log, Name);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes the power away. True when every process of the machine is verified to be gone; false leaves it on.</summary>
    /// <param name="cancellationToken">Gives up; the power counts as on then.</param>
    public async Task<bool> PowerOffAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Power == PowerState.Off)
                return true;
            // The node first: it could start further processes. SIGKILL reaches a stopped process too.
            _ = node?.Send(Signal.Kill);
            if (!await ProcessReaper.KillAllAsync(HallMarkers.PowerOn, powerOnId, time, cancellationToken) || node is { Identity.IsAlive: true })
            {
                HallLog.PowerOffFailed(log, Name);
                return false;
            }

            Power = PowerState.Off;
            HallLog.PoweredOff(log, Name);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        node?.Dispose();
        turn.Dispose();
    }
}
