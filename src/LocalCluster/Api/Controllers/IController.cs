using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>
/// A control loop over the stored objects. Level-triggered: whoever wakes it says nothing but that it is time to look, a pass looks at
/// everything anew, and a pass that is cut off or repeated does no harm.
/// </summary>
internal interface IController
{
    /// <summary>Its name in Kubernetes, for the log.</summary>
    string Name { get; }

    /// <summary>Whether a change is worth a pass. Called under the store's lock: quick, without a write.</summary>
    bool Concerns(Change change);

    /// <summary>Looks at the cluster and mends what it finds.</summary>
    /// <returns>After how long it wants to look again without any change; null for never.</returns>
    TimeSpan? Pass();
}
