using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Operations;

/// <summary>
/// Takes orders: one at a time, none twice. Operations belong to the agent and not to the call that ordered them, so a broken session
/// changes nothing about them. What becomes of an order is decided by <see cref="OrderRule"/>.
/// </summary>
internal sealed class OperationDesk(OperationRunner runner, FaultLog faults, StatusBoard board, LifeGate gate)
{
    private readonly Lock _lock = new();

    private AgentPhase _phase = AgentPhase.Idle;

    private Run? _running;

    private (string Key, NumberedOutcome Outcome)? _last;

    /// <summary>Target of the last order that was run; null before the first.</summary>
    public WantedTarget? Target { get; private set; }

    /// <summary>How far this agent's life has come.</summary>
    public AgentPhase Phase
    {
        get
        {
            lock (_lock)
                return _phase;
        }
    }

    /// <summary>Carries out an order, joins the same one that is under way, or answers what came of it.</summary>
    public Task<NumberedOutcome> ExecuteAsync(Order order)
    {
        lock (_lock)
        {
            switch (OrderRule.Decide(State(), order.Operation, order.Key, Rules.All))
            {
                case OrderVerdict.Join:
                    return _running!.Outcome;
                case OrderVerdict.Recall:
                    return Task.FromResult(_last!.Value.Outcome);
                case OrderVerdict.Refuse(var fault):
                    return Task.FromResult(new NumberedOutcome(OperationOutcome.Failed(fault), faults.Number()));
                default:
                    return Start(order);
            }
        }
    }

    /// <summary>The operation under way, whatever it is; completed when there is none.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
            return _running?.Outcome ?? Task.CompletedTask;
    }

    /// <summary>The mount is gone without an unmount of ours, or the agent is told to end: from here on only unmounts run.</summary>
    public void EndLife()
    {
        gate.Close();
        lock (_lock)
            _phase = AgentPhase.Ended;
    }

    private DeskState State() => new(
        _phase, _running?.Key, _running?.Hung ?? false, _last?.Key, _last?.Outcome.Outcome.Fault,
        _last is { Outcome.FaultNumber: > 0 } last && faults.IsAcknowledged(last.Outcome.FaultNumber));

    private Task<NumberedOutcome> Start(Order order)
    {
        if (order.Operation == TargetOperation.Unmount)
            _phase = AgentPhase.Ended;
        Target = order.Target;
        var run = new Run(order.Key);
        _running = run;
        board.Running(order.Operation);
        run.Outcome = Task.Run(() => CarryOutAsync(run, order), CancellationToken.None);
        return run.Outcome;
    }

    private async Task<NumberedOutcome> CarryOutAsync(Run run, Order order)
    {
        var outcome = await runner.RunAsync(order, CancellationToken.None);
        var numbered = new NumberedOutcome(outcome, outcome.Fault is { } fault ? faults.Raise(fault) : 0);
        lock (_lock)
        {
            _last = (order.Key, numbered);
            if (outcome.Fault is null && order.Operation == TargetOperation.Mount && _phase == AgentPhase.Idle)
                _phase = AgentPhase.Mounted;
            if (outcome.StillHeldBy is null)
                _running = null;
            else
                run.Hung = true;
        }
        board.Finished(order.Operation, outcome.Fault is null, stillRunning: outcome.StillHeldBy is not null);
        if (outcome.StillHeldBy is { } tool)
            _ = ReleaseAsync(tool, order.Operation);
        return numbered;
    }

    /// <summary>A tool that hung may end after all; then the next order may run.</summary>
    private async Task ReleaseAsync(Task tool, TargetOperation operation)
    {
        await tool.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
            _running = null;
        board.Finished(operation, succeeded: false, stillRunning: false);
    }

    private sealed class Run(string key)
    {
        public string Key { get; } = key;

        public bool Hung { get; set; }

        public Task<NumberedOutcome> Outcome { get; set; } = Task.FromException<NumberedOutcome>(
            new InvalidOperationException("not started"));
    }
}
