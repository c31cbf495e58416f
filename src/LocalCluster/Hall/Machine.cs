using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>
/// One simulated machine. Power off means that the node process and every process of its pods is killed, and it is said to be off
/// only after a look at all processes of this host has found none of them.
/// </summary>
internal sealed class Machine : IDisposable
{
    /// <summary>How long the exit of a killed process may take; on a busy machine it is not instant.</summary>
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(10);

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

    /// <summary>True while its node process stands still (SIGSTOP), and with it everything else on the machine.</summary>
    public bool IsFrozen => node is { Identity: { IsAlive: true, Pid: var pid } } && ProcessStat.Read(pid) is { IsStopped: true };

    /// <summary>True while its kernel runs and answers.</summary>
    public bool IsAwake => Power == PowerState.On && node is { Identity.IsAlive: true } && !IsFrozen;

    /// <summary>What is the matter with it, for a person.</summary>
    public string Condition => this switch
    {
        { Power: PowerState.Off } => $"{Name} has no power; start it with 'supervisor local node reboot {Name}'",
        { IsFrozen: true } => $"{Name} is frozen",
        { IsAwake: false } => $"{Name} has crashed; start it with 'supervisor local node reboot {Name}'",
        _ => $"{Name} runs",
    };

    /// <summary>Stops every process of the machine (SIGSTOP) and returns how many there are, once all of them stand still.</summary>
    /// <param name="cancellationToken">Gives up; then some may be stopped.</param>
    /// <exception cref="StateException">It does not run, or a process does not stop.</exception>
    public Task<int> FreezeAsync(CancellationToken cancellationToken) => SignalAllAsync(
        () => IsAwake ? null : $"{Name} cannot be frozen: {Condition}.", Signal.Stop, stat => stat.IsStopped, HallLog.Frozen, cancellationToken);

    /// <summary>Lets every process of a frozen machine go on (SIGCONT) and returns how many there are.</summary>
    /// <param name="cancellationToken">Gives up; then some may go on.</param>
    /// <exception cref="StateException">It is not frozen: it runs, or it was switched off since, and nothing of it is left to go on.</exception>
    public Task<int> ThawAsync(CancellationToken cancellationToken) => SignalAllAsync(
        () => IsFrozen ? null : $"{Name} cannot be thawed: {Condition}.", Signal.Continue, stat => !stat.IsStopped, HallLog.Thawed, cancellationToken);

    /// <summary>Told when it has lost its power: hardware timers stop.</summary>
    public Action? PowerLost { get; set; }

    /// <summary>Resets it, as its watchdog does: everything on it dies, and it boots anew. A machine without power stays off.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        if (Power == PowerState.Off)
            return;
        while (!await PowerOffAsync(cancellationToken))
        {
            // A process that hangs in a device is killed again: the reset line does not give up either.
        }

        await PowerOnAsync(cancellationToken);
        HallLog.WasReset(log, Name);
    }

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
            // A process that is on its way out has no environment any more, and is not gone yet.
            if (!await ProcessReaper.KillAllAsync(HallMarkers.PowerOn, powerOnId, time, cancellationToken)
                || (node is not null && !await ProcessReaper.IsGoneWithinAsync(node.Identity, ExitLimit, time, cancellationToken)))
            {
                HallLog.PowerOffFailed(log, Name);
                return false;
            }

            Power = PowerState.Off;
            PowerLost?.Invoke();
            HallLog.PoweredOff(log, Name);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<int> SignalAllAsync(
        Func<string?> problem, Signal signal, Func<ProcessStat, bool> obeys, Action<ILogger, string, int> report, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (problem() is { } refusal)
                throw new StateException(refusal);
            // The node first: it starts the others.
            _ = node?.Send(signal);
            var count = await ProcessReaper.SignalAllAsync(HallMarkers.PowerOn, powerOnId, signal, obeys, time, cancellationToken)
                ?? throw new StateException($"A process of {Name} does not obey {signal}.");
            report(log, Name, count);
            return count;
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
