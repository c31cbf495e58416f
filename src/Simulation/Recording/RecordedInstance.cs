using System.Collections.Immutable;
using LustreSupervisor.Simulation.Running;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Recording;

/// <summary>The time for which one member owned one aggregate, from its recovery to its end.</summary>
/// <param name="PersistenceId">Key in the journal: kind, slash, key of the entity.</param>
/// <param name="Recovered">Events that it recovered from, oldest first.</param>
/// <param name="Decisions">Its decisions in order. The first is that of the command by which an owner resumes.</param>
public sealed record RecordedInstance(
    string PersistenceId, ImmutableArray<IDomainEvent> Recovered, ImmutableArray<RecordedDecision> Decisions);

/// <summary>A seed with every decision that was taken in it.</summary>
/// <param name="Result">What came of the seed.</param>
/// <param name="Instances">Instances in the order in which they recovered.</param>
public sealed record SeedRecording(SeedResult Result, ImmutableArray<RecordedInstance> Instances);
