using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Rules of <c>spec.mdts</c> and <c>spec.osts</c>.</summary>
internal static class GroupRules
{
    /// <summary>Largest <c>maxPerNode</c>.</summary>
    private const int PerNodeMax = 1000;

    public static void Check(string path, TargetGroupSpec group, SpecFaults faults)
    {
        // MDT0000 holds the root, and no client mounts without an OST. Every index must stay below Lustre's limit.
        faults.Range($"{path}.count", group.Count, 1, TargetId.IndexLimit);
        StorageRules.Check($"{path}.storage", group.Storage, faults);
        Labels.Check($"{path}.placement.nodeSelector", group.Placement.NodeSelector, faults);
        faults.Require(
            Labels.IsKey(group.Placement.FailureDomainKey),
            $"{path}.placement.failureDomainKey",
            $"\"{group.Placement.FailureDomainKey}\" is not a label key");
        faults.Range($"{path}.placement.maxPerNode", group.Placement.MaxPerNode, 0, PerNodeMax);
    }
}
