using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Running;

/// <summary>How seeds are run.</summary>
/// <param name="Rules">Rules in force; anything but all of them is an experiment that must fail.</param>
/// <param name="Faults">Kinds of fault, by name; empty for all.</param>
public sealed record SeedOptions(Rules Rules, ImmutableSortedSet<string> Faults)
{
    /// <summary>Every fault against every rule.</summary>
    public static SeedOptions Everything { get; } = new(Rules.All, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
}
