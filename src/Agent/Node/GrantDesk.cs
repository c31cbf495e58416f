using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Node;

/// <summary>Gives peers time and remembers it. It is kept in memory alone: what is forgotten counts as given at the agent's start.</summary>
internal sealed class GrantDesk
{
    private readonly Lock _gate = new();
    private readonly MonotonicClock _clock;
    private readonly TimeSpan _started;
    private GrantLedger _ledger;

    /// <summary>A desk that opens now.</summary>
    public GrantDesk(MonotonicClock clock)
    {
        _clock = clock;
        _started = clock.Now;
        _ledger = new GrantLedger(_started);
    }

    /// <summary>Since the agent's start.</summary>
    public TimeSpan Uptime => _clock.Now - _started;

    /// <summary>Gives time; false when too many kernels hold some.</summary>
    public bool Give(KernelId kernel, int seconds)
    {
        lock (_gate)
        {
            if (_ledger.Give(kernel, seconds, _clock.Now) is not { } next)
                return false;
            _ledger = next;
            return true;
        }
    }

    /// <summary>Whether all time of a kernel has lapsed.</summary>
    public LapseReport Judge(KernelId kernel, int seconds)
    {
        lock (_gate)
            return _ledger.Judge(kernel, seconds, _clock.Now);
    }
}
