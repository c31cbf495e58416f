using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Simulation.Api;

/// <summary>A member's watches: changes in order and late; a lost watch says nothing until it lists anew.</summary>
internal sealed class Watcher(World world, Host host, ClusterPicture picture)
{
    private DateTimeOffset _last;
    private int _generation;
    private bool _lost = true;

    /// <summary>Lists and watches. The answer may be long in coming.</summary>
    internal void List(TimeSpan after)
    {
        var generation = ++_generation;
        world.Agenda.After(after, host, () =>
        {
            if (generation != _generation)
                return;
            if (!world.Api.IsUp)
            {
                List(TimeSpan.FromSeconds(1));
                return;
            }

            _lost = false;
            var (nodes, pods, filesystems) = (world.Api.Nodes, world.Api.Pods, world.Api.Filesystems);
            Send(() => picture.Replace([.. nodes.Values.Select(world.Plan.FactOf)], [.. pods.Values.Select(p => p.Fact)], [.. filesystems.Values]));
        });
    }

    /// <summary>The watch breaks: 410, a closed connection, an API server that went away.</summary>
    internal void Lose(TimeSpan listAfter, bool noticed)
    {
        _lost = true;
        _generation++;
        if (noticed)
            world.Agenda.After(TimeSpan.FromSeconds(0.1), host, () => picture.Stale());
        List(listAfter);
    }

    internal void Pod(PodFact fact) => Change(() => picture.Set(fact));

    internal void PodGone(string key) => Change(() => picture.RemovePod(key));

    internal void Node(NodeFact fact) => Change(() => picture.Set(fact));

    internal void NodeGone(string name) => Change(() => picture.RemoveNode(name));

    internal void Filesystem(FilesystemFact fact) => Change(() => picture.Set(fact));

    private void Change(Action change)
    {
        if (!_lost)
            Send(change);
    }

    private void Send(Action change)
    {
        var generation = _generation;
        var lag = world.Api.IsSlow ? world.Delays.Seconds(0.5, 8) : world.Delays.Seconds(0.01, 0.3);
        var at = world.Agenda.Now + lag;
        _last = at > _last ? at : _last;
        world.Agenda.After(_last - world.Agenda.Now, host, () =>
        {
            if (generation == _generation)
                change();
        });
    }
}
