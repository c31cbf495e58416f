using LustreSupervisor.Agent.Native;

namespace LustreSupervisor.Agent.Node;

/// <summary>
/// <c>CLOCK_MONOTONIC_RAW</c>: the hardware's own rate. Time daemons slew <c>CLOCK_MONOTONIC</c> by up to 8 % (chrony's <c>maxslewrate</c>),
/// and two nodes that disagree by that much about the length of a grant would disagree about a death.
/// </summary>
internal sealed class MonotonicClock
{
    private readonly TimeSpan _origin = Libc.MonotonicRaw();

    /// <summary>Time since the agent's start.</summary>
    public TimeSpan Now => Libc.MonotonicRaw() - _origin;
}
