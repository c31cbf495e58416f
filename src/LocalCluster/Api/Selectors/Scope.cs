using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>Which objects of a kind a list or watch is about.</summary>
/// <param name="Namespace">One namespace, or null for all.</param>
/// <param name="Labels">What their labels must be.</param>
/// <param name="Fields">What their fields must be.</param>
internal sealed record Scope(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Everything.</summary>
    public static readonly Scope All = new(null, LabelSelector.All, FieldSelector.All);

    /// <summary>Everything in one namespace.</summary>
    public static Scope In(string? ns) => new(ns, LabelSelector.All, FieldSelector.All);

    /// <summary>Nothing of the namespace, or of the cluster, is left out.</summary>
    public bool SelectsAll => Labels.SelectsAll && Fields.SelectsAll;

    public bool Contains(StoredObject candidate) =>
        (Namespace is null || Namespace == candidate.Key.Namespace) && Labels.Matches(candidate.Labels) && Fields.Matches(candidate);
}
