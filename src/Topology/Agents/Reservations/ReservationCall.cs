using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>One call of a tool.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Arguments">Its arguments, without a shell.</param>
public sealed record ReservationCall(string Tool, ImmutableArray<string> Arguments)
{
    /// <summary>As people type it.</summary>
    public override string ToString() => $"{Tool} {string.Join(' ', Arguments)}";
}
