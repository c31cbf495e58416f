using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>The cluster as one member sees it: what <c>ClusterView</c> and the watch actors are in the product.</summary>
internal sealed class ClusterPicture(World world, Member member)
{
    private readonly Dictionary<string, DateTimeOffset> _heard = new(StringComparer.Ordinal);
    private readonly List<(string Key, Engine.Host Host, Action<PodFact?> Tell)> _subscribers = [];

    internal SortedDictionary<string, NodeFact> Nodes { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, PodFact> Pods { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, FilesystemFact> Filesystems { get; } = new(StringComparer.Ordinal);

    internal bool IsCurrent { get; private set; }

    internal TimeSpan SilentFor(string node) =>
        IsCurrent && _heard.TryGetValue(node, out var at) ? world.Agenda.Now - at : TimeSpan.Zero;

    internal void Subscribe(string podKey, Engine.Host host, Action<PodFact?> tell)
    {
        _subscribers.RemoveAll(s => s.Host.Dead);
        _subscribers.Add((podKey, host, tell));
        if (IsCurrent)
            tell(Pods.GetValueOrDefault(podKey));
    }

    internal void Set(NodeFact fact)
    {
        var old = Nodes.GetValueOrDefault(fact.Name);
        if (old?.HeartbeatStamp != fact.HeartbeatStamp)
            _heard[fact.Name] = world.Agenda.Now;
        Nodes[fact.Name] = fact;
        if (old is null || old.Kernel != fact.Kernel || old.BmcAddress != fact.BmcAddress)
            member.TellBoot(fact.Kernel.SystemUuid, new ObserveBoot(fact.Kernel.BootId, fact.Name, fact.BmcAddress));
    }

    internal void RemoveNode(string name)
    {
        Nodes.Remove(name);
        _heard.Remove(name);
    }

    internal void Set(PodFact fact)
    {
        Pods[fact.Key] = fact;
        Notify(fact.Key, fact);
    }

    internal void RemovePod(string key)
    {
        Pods.Remove(key);
        Notify(key, null);
    }

    internal void Set(FilesystemFact fact)
    {
        Filesystems[fact.Key] = fact;
        member.Tell<FilesystemEntity>(EntityIds.Filesystem(fact.Key), f => f.Declared(fact));
    }

    internal void Stale() => IsCurrent = false;

    internal void Replace(IReadOnlyList<NodeFact> nodes, IReadOnlyList<PodFact> pods, IReadOnlyList<FilesystemFact> filesystems)
    {
        foreach (var node in nodes)
            Set(node);
        foreach (var gone in Nodes.Keys.Except(nodes.Select(n => n.Name)).ToArray())
            RemoveNode(gone);
        if (!IsCurrent)
            foreach (var name in _heard.Keys.ToArray())
                _heard[name] = world.Agenda.Now;
        IsCurrent = true;
        foreach (var pod in pods)
            Set(pod);
        foreach (var gone in Pods.Keys.Except(pods.Select(p => p.Key)).ToArray())
            RemovePod(gone);
        foreach (var filesystem in filesystems)
            Set(filesystem);
        foreach (var key in _subscribers.Where(s => !s.Host.Dead).Select(s => s.Key).Distinct().ToArray())
            Notify(key, Pods.GetValueOrDefault(key));
    }

    private void Notify(string key, PodFact? fact)
    {
        if (!IsCurrent)
            return;
        foreach (var (subscribed, host, tell) in _subscribers.ToArray())
            if (subscribed == key)
                host.Run(() => tell(fact));
    }
}
