using System.Collections.Immutable;

namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>What was read from manifests. With a single fault nothing of it may be sent.</summary>
/// <param name="Documents">The objects in the order of the files, those with faults left out.</param>
/// <param name="Faults">Everything that is wrong.</param>
public sealed record ManifestSet(ImmutableArray<ManifestDocument> Documents, ImmutableArray<ManifestFault> Faults);
