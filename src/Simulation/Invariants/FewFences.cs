using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>A file system never has more machines fenced at once than it allows: a server of the first must be back before the next goes.</summary>
internal sealed class FewFences : Invariant
{
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _waiting = new(StringComparer.Ordinal);

    internal override void OtherJournaled(string id, IDomainEvent e)
    {
        if (e is not FencePermitted permitted || IsServing(id, permitted.ObjectName))
            return;
        var machines = _waiting.TryGetValue(id, out var found) ? found : _waiting[id] = new(StringComparer.Ordinal);
        var limit = World.Witness.Filesystems[id].Spec?.Healing.MaxNodesAtOnce ?? 1;
        if (!machines.ContainsKey(permitted.SystemUuid) && machines.Count >= limit)
            Violated($"{id}: {permitted.SystemUuid} is to be fenced while {string.Join(", ", machines.Keys)} still keeps servers down; the limit is {limit}");
        (machines.TryGetValue(permitted.SystemUuid, out var servers) ? servers : machines[permitted.SystemUuid] = new(StringComparer.Ordinal)).Add(permitted.ObjectName);
    }

    /// <summary>What an owner asks that is none any more, for a server that serves again, keeps nothing down.</summary>
    private bool IsServing(string filesystem, string objectName) => World.Witness.Servers.Values.Any(s =>
        s is { Phase: ServerPhase.Serving, Spec: { } spec } && spec.Target.ObjectName == objectName
        && Supervisors.EntityIds.Filesystem(spec.Target.FilesystemId) == filesystem);

    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (e is not (ServingStarted or ServerQuarantined) || after.Spec is not { } spec)
            return;
        if (!_waiting.TryGetValue(Supervisors.EntityIds.Filesystem(spec.Target.FilesystemId), out var machines))
            return;
        foreach (var (machine, servers) in machines.ToArray())
            if (servers.Remove(spec.Target.ObjectName) && servers.Count == 0)
                machines.Remove(machine);
    }
}
