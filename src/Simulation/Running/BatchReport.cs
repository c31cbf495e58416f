using System.Collections.Immutable;

namespace LustreSupervisor.Simulation.Running;

/// <summary>What came of many seeds.</summary>
/// <param name="Seeds">Seeds that ran.</param>
/// <param name="Steps">Things that happened in all of them.</param>
/// <param name="Faults">Faults that struck, by kind; kinds that were asked for and never struck are there with 0.</param>
/// <param name="Violations">The first broken invariant of each seed that has one, by seed.</param>
public sealed record BatchReport(
    long Seeds, long Steps, ImmutableSortedDictionary<string, long> Faults, ImmutableArray<Violation> Violations);
