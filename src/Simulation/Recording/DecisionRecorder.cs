using System.Collections.Immutable;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Recording;

/// <summary>Keeps the decisions of a seed, instance by instance.</summary>
internal sealed class DecisionRecorder : IRecorder
{
    private readonly List<Pages> _instances = [];
    private readonly Dictionary<object, Pages> _pages = new(ReferenceEqualityComparer.Instance);

    internal ImmutableArray<RecordedInstance> Instances =>
        [.. _instances.Select(p => new RecordedInstance(p.Id, p.Recovered, [.. p.Decisions]))];

    public void Recovered(object instance, string id, IReadOnlyList<IDomainEvent> events)
    {
        var pages = new Pages(id, [.. events], []);
        _instances.Add(pages);
        _pages.Add(instance, pages);
    }

    public void Decided(object instance, RecordedDecision decision) => _pages[instance].Decisions.Add(decision);

    private sealed record Pages(string Id, ImmutableArray<IDomainEvent> Recovered, List<RecordedDecision> Decisions);
}
