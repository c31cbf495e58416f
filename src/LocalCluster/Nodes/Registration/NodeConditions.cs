using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>
/// The conditions that a kubelet reports of its node, in its words. A laptop's nodes share one machine whose shortages are no business of
/// theirs: they are never under pressure, and Ready as long as they run.
/// </summary>
internal static class NodeConditions
{
    private static readonly (string Type, string Status, string Reason, string Message, string Event)[] Known =
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", "NodeHasSufficientMemory"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", "NodeHasNoDiskPressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", "NodeHasSufficientPID"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status", "NodeReady"),
    ];

    /// <summary>All of them.</summary>
    /// <param name="now">Time of the report.</param>
    /// <param name="before">As they stand: one whose status does not change keeps the time of its last change.</param>
    public static IEnumerable<V1NodeCondition> All(DateTime now, IEnumerable<V1NodeCondition>? before = null)
    {
        var standing = (before ?? []).ToDictionary(condition => condition.Type);
        return Known.Select(known => new V1NodeCondition
        {
            Type = known.Type,
            Status = known.Status,
            Reason = known.Reason,
            Message = known.Message,
            LastHeartbeatTime = now,
            LastTransitionTime = standing.TryGetValue(known.Type, out var old) && old.Status == known.Status ? old.LastTransitionTime ?? now : now,
        });
    }

    /// <summary>Reasons of the Events that tell of conditions that change with the next report.</summary>
    /// <param name="before">Conditions as they stand.</param>
    public static IEnumerable<string> Changes(IEnumerable<V1NodeCondition>? before)
    {
        var standing = (before ?? []).ToDictionary(condition => condition.Type, condition => condition.Status);
        return Known.Where(known => standing.GetValueOrDefault(known.Type) != known.Status).Select(known => known.Event);
    }
}
