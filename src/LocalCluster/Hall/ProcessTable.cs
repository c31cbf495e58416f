using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>
/// The process table of a running hall. Its own children it knows because it started them, and records them in <c>hall.json</c>;
/// pods are children of nodes, and are found by their marker.
/// </summary>
/// <param name="directory">State directory.</param>
public sealed class ProcessTable(StateDirectory directory)
{
    private readonly Lock gate = new();
    private readonly List<HallProcess> started =
        [new(HallRole.Hall, "hall", ProcessIdentity.Self.Pid, ProcessIdentity.Self.StartTicks)];

    /// <summary>Marker of this run.</summary>
    public string RunId { get; } = HallMarkers.NewId();

    /// <summary>Writes the table before the first child exists, so that the marker is on record whatever happens next.</summary>
    public void Open() => Save();

    /// <summary>Records a child; an earlier one of the same role and name is replaced.</summary>
    /// <param name="process">The child.</param>
    public void Record(HallProcess process)
    {
        lock (gate)
        {
            started.RemoveAll(known => known.Role == process.Role && known.Name == process.Name);
            started.Add(process);
            Save();
        }
    }

    /// <summary>Every live process of the cluster.</summary>
    public IReadOnlyList<HallProcess> Living()
    {
        lock (gate)
            return [.. started.Where(process => process.Identity.IsAlive), .. Pods()];
    }

    private IEnumerable<HallProcess> Pods()
    {
        var found = ProcessScan.ByEnvironment(HallMarkers.Run, RunId)
            .Where(process => process.Environment.ContainsKey(HallMarkers.Pod))
            .ToDictionary(process => process.Identity.Pid);
        // A pod's tools carry its marker too; its main process is the one whose parent does not.
        return found.Values
            .Where(process => !found.ContainsKey(process.ParentPid))
            .Select(process => First(process, found.Values))
            .Select(process => new HallProcess(
                HallRole.Pod,
                process.Environment[HallMarkers.Pod],
                process.Identity.Pid,
                process.Identity.StartTicks,
                process.Environment.GetValueOrDefault(HallMarkers.Node),
                process.Environment.GetValueOrDefault(HallMarkers.PodUid)))
            .OrderBy(process => process.Name, StringComparer.Ordinal);
    }

    /// <summary>
    /// In a name space of its own a pod is its first process, which a launcher has started from outside: when that one is killed, the
    /// launcher tells of the death once nothing of the pod is left.
    /// </summary>
    private static ScannedProcess First(ScannedProcess launcher, IEnumerable<ScannedProcess> all) =>
        all.FirstOrDefault(process => process.ParentPid == launcher.Identity.Pid && PidNamespace.HasFirst(process.Identity.Pid)) ?? launcher;

    private void Save()
    {
        lock (gate)
            new ProcessTableFile(RunId, [.. started]).Write(directory);
    }
}
