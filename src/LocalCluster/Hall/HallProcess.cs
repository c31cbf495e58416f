using System.Text.Json.Serialization;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>One row of the process table.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Name">Its name within the role; <c>namespace/name</c> for a pod.</param>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start time in clock ticks since boot.</param>
/// <param name="Node">Node that a pod runs on, else null.</param>
/// <param name="PodUid">UID of a pod, else null.</param>
public sealed record HallProcess(
    HallRole Role,
    string Name,
    int Pid,
    long StartTicks,
    string? Node = null,
    string? PodUid = null)
{
    /// <summary>The process itself.</summary>
    [JsonIgnore]
    public ProcessIdentity Identity => new(Pid, StartTicks);
}
