using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Reporting;

/// <summary>A fault and the number under which it is acknowledged.</summary>
internal sealed record NumberedFault(long Number, Fault Fault);

/// <summary>
/// Faults of this agent's life, numbered from 1. Those that end an incarnation stand until they are acknowledged; one kind and reason
/// stands once, so that their number is bounded by the reasons there are.
/// </summary>
internal sealed class FaultLog
{
    /// <summary>Acknowledged numbers that are remembered: only that of the last order is ever asked for.</summary>
    private const int AcknowledgedMax = 64;

    private readonly Lock _lock = new();

    private readonly SortedDictionary<long, Fault> _standing = [];

    private readonly SortedSet<long> _acknowledged = [];

    private long _number;

    private Action? _changed;

    /// <summary>Called after every change, outside any lock.</summary>
    public void OnChange(Action changed) => _changed = changed;

    /// <summary>The oldest fault that nobody has acknowledged; null when there is none.</summary>
    public NumberedFault? Standing
    {
        get
        {
            lock (_lock)
                return _standing.Count == 0 ? null : new NumberedFault(_standing.First().Key, _standing.First().Value);
        }
    }

    /// <summary>A number for a fault that concerns one call only.</summary>
    public long Number()
    {
        lock (_lock)
            return ++_number;
    }

    /// <summary>Notes a fault; it stands if its kind is one that is repeated.</summary>
    public long Raise(Fault fault)
    {
        long number;
        lock (_lock)
        {
            if (OrderRule.IsRepeated(fault.Kind))
            {
                var same = _standing.FirstOrDefault(s => s.Value.Kind == fault.Kind && s.Value.Reason == fault.Reason);
                if (same.Value is not null)
                    return same.Key;
            }
            number = ++_number;
            if (OrderRule.IsRepeated(fault.Kind))
                _standing.Add(number, fault);
        }
        _changed?.Invoke();
        return number;
    }

    /// <summary>The supervisor has journaled this fault. Unknown numbers are ignored.</summary>
    public void Acknowledge(long number)
    {
        lock (_lock)
        {
            if (number < 1 || number > _number)
                return;
            _standing.Remove(number);
            _acknowledged.Add(number);
            if (_acknowledged.Count > AcknowledgedMax)
                _acknowledged.Remove(_acknowledged.Min);
        }
        _changed?.Invoke();
    }

    /// <summary>True once the supervisor has journaled this fault.</summary>
    public bool IsAcknowledged(long number)
    {
        lock (_lock)
            return _acknowledged.Contains(number);
    }
}
