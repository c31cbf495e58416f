using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>
/// Hands an actor the recorded context of one decision after the other, and notices when it decides more or less often than was recorded:
/// each decision draws once.
/// </summary>
internal sealed class RecordedContexts
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _drawn = new();
    private ulong _entropy;
    private int _undue;

    public RecordedClock Clock { get; } = new();

    /// <summary>Decisions for which nothing had been handed over: commands of the actor's own making that the recording does not have.</summary>
    public int Undue
    {
        get { lock (_gate) return _undue; }
    }

    /// <summary>Sets clock and dice for the next decision.</summary>
    /// <returns>Ends when the decision has read both: the time is read before the dice are.</returns>
    public Task Hand(DecisionContext context)
    {
        lock (_gate)
        {
            Clock.Set(context.Now);
            _entropy = context.Entropy.Value;
            _drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drawn.Task;
        }
    }

    public ulong Draw()
    {
        lock (_gate)
        {
            if (!_drawn.TrySetResult())
                _undue++;
            return _entropy;
        }
    }
}
