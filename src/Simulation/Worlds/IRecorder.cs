using LustreSupervisor.Simulation.Recording;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Worlds;

/// <summary>Takes note of what each instance of an aggregate was told and what it decided, so that the real actors can be told the same.</summary>
internal interface IRecorder
{
    /// <summary>An instance recovered from these events.</summary>
    void Recovered(object instance, string id, IReadOnlyList<IDomainEvent> events);

    /// <summary>An instance was told a command and decided.</summary>
    void Decided(object instance, RecordedDecision decision);
}
