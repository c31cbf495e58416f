using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Agent.Node;

/// <summary>How self-fencing stands on this node.</summary>
/// <param name="Armed">The watchdog resets this kernel unless it is fed.</param>
/// <param name="MayFeed">A majority of every set in force grants time at this moment.</param>
/// <param name="Sets">Sets in force.</param>
/// <param name="Reason">Why it is not armed, or not fed; empty when it is.</param>
internal sealed record SelfFenceLook(bool Armed, bool MayFeed, ImmutableArray<GrantSet> Sets, string Reason)
{
    /// <summary>Nobody asked for it.</summary>
    public static SelfFenceLook Off { get; } = new(false, false, [], "self-fencing is off: no file system has asked for it");
}

/// <summary>The board on which the keeper of the watchdog writes and calls read.</summary>
internal sealed class SelfFenceState
{
    private readonly Lock _gate = new();
    private SelfFenceLook _look = SelfFenceLook.Off;

    /// <summary>How it stands.</summary>
    public SelfFenceLook Read()
    {
        lock (_gate)
            return _look;
    }

    /// <summary>Writes how it stands.</summary>
    public void Write(SelfFenceLook look)
    {
        lock (_gate)
            _look = look;
    }
}
