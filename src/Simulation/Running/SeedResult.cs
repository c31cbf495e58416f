using System.Collections.Immutable;

namespace LustreSupervisor.Simulation.Running;

/// <summary>What came of a seed.</summary>
/// <param name="Seed">Seed.</param>
/// <param name="Steps">Things that happened in it.</param>
/// <param name="Faults">Faults that struck, by kind.</param>
/// <param name="Violation">The first broken invariant; null when all held.</param>
public sealed record SeedResult(long Seed, long Steps, ImmutableSortedDictionary<string, int> Faults, Violation? Violation);

/// <summary>A broken invariant.</summary>
/// <param name="Seed">Seed that shows it.</param>
/// <param name="Invariant">Name of the invariant.</param>
/// <param name="AtSeconds">Virtual seconds since the beginning.</param>
/// <param name="What">What was seen.</param>
public sealed record Violation(long Seed, string Invariant, double AtSeconds, string What);
