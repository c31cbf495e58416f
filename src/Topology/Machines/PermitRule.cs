using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Machines;

/// <summary>
/// A fence that failed is tried again, and the machine may be heard again meanwhile: who asked for the fence then stops to repeat it.
/// So each attempt looks at the permit anew.
/// </summary>
public static class PermitRule
{
    /// <summary>True when the next attempt may be made.</summary>
    /// <param name="sinceRepeated">Time since somebody last repeated the permit for this boot; null when nobody did since the recovery.</param>
    /// <param name="rules">Rules in force.</param>
    public static bool Allows(TimeSpan? sinceRepeated, Rules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return sinceRepeated < MachineDecider.PermitLives || !rules.Holds(Rule.FenceNeedsLivePermit);
    }
}
