using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reports;

namespace LustreSupervisor.Agent.Reporting;

/// <summary>State of the target as reports show it.</summary>
/// <param name="Mounted">Mounted by this agent and there at the last look.</param>
/// <param name="Health">Last line of health_check, or <c>UNKNOWN</c>.</param>
/// <param name="Recovery">Recovery of the target.</param>
/// <param name="Running">Operation under way; null when none is.</param>
/// <param name="Figures">Capacity, clients and start counter.</param>
/// <param name="Notes">What is wrong and stops nothing.</param>
/// <param name="Fault">Oldest fault that nobody has acknowledged.</param>
internal sealed record TargetStatus(
    bool Mounted, string Health, RecoveryStatus Recovery, TargetOperation? Running, TargetFigures Figures, ImmutableArray<string> Notes,
    NumberedFault? Fault)
{
    /// <summary>Before anything is known.</summary>
    public static TargetStatus Initial { get; } =
        new(false, HealthCheck.Unknown.LastLine, RecoveryStatus.Unknown, null, TargetFigures.Unknown, [], null);
}

/// <summary>The current state, and a way to wait for the next one.</summary>
internal sealed class StatusBoard
{
    private readonly Lock _lock = new();

    private readonly FaultLog _faults;

    private TargetStatus _status = TargetStatus.Initial;

    private TaskCompletionSource _next = NewSource();

    /// <summary>Shows the faults of <paramref name="faults"/> as well.</summary>
    public StatusBoard(FaultLog faults)
    {
        _faults = faults;
        faults.OnChange(() => Update(s => s));
    }

    /// <summary>The state now, and a task that completes when it has changed.</summary>
    public (TargetStatus Status, Task Changed) Read()
    {
        lock (_lock)
            return (_status, _next.Task);
    }

    /// <summary>An operation starts.</summary>
    public void Running(TargetOperation operation) => Update(s => s with { Running = operation });

    /// <summary>An operation has an outcome.</summary>
    public void Finished(TargetOperation operation, bool succeeded, bool stillRunning) => Update(s => s with
    {
        Running = stillRunning ? operation : null,
        Mounted = operation switch
        {
            TargetOperation.Mount when succeeded => true,
            TargetOperation.Unmount when succeeded => false,
            _ => s.Mounted,
        },
    });

    /// <summary>Changes the state; who waits is woken only when it differs.</summary>
    public void Update(Func<TargetStatus, TargetStatus> change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var next = change(_status) with { Fault = _faults.Standing };
            if (next == _status)
                return;
            _status = next;
            changed = _next;
            _next = NewSource();
        }
        changed.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
