using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Simulation.Api;

/// <summary>The API server: one consistent store, calls that take time and may fail or be answered by nobody, and watches.</summary>
internal sealed class ApiServer(World world)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private long _uid;

    internal ImmutableSortedDictionary<string, PodObject> Pods { get; set; } =
        ImmutableSortedDictionary.Create<string, PodObject>(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, NodeObject> Nodes { get; set; } =
        ImmutableSortedDictionary.Create<string, NodeObject>(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, LeaseObject> Leases { get; set; } =
        ImmutableSortedDictionary.Create<string, LeaseObject>(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, FilesystemFact> Filesystems { get; set; } =
        ImmutableSortedDictionary.Create<string, FilesystemFact>(StringComparer.Ordinal);

    /// <summary>Nobody gets an answer until then.</summary>
    internal DateTimeOffset DownUntil { get; set; }

    /// <summary>Until then calls take long, and some fail after they were carried out.</summary>
    internal DateTimeOffset SlowUntil { get; set; }

    internal bool IsUp => world.Agenda.Now >= DownUntil;

    internal bool IsSlow => world.Agenda.Now < SlowUntil;

    internal List<Watcher> Watchers { get; } = [];

    /// <summary>A call: some time there, carried out at one moment, some time back.</summary>
    internal Answer<T> Call<T>(Host caller, Func<bool> reaches, Func<T> work)
    {
        var answer = new Answer<T>(world.Agenda, caller);
        answer.Fail(new ApiUnavailableException(), CallTimeout);
        var lostBefore = IsSlow && world.Delays.Chance(0.1);
        var lostAfter = IsSlow && world.Delays.Chance(0.2);
        world.Agenda.After(Latency(), world.Host, () =>
        {
            if (!IsUp || !reaches() || lostBefore || caller.Frozen)
                return;
            try
            {
                var value = work();
                if (!lostAfter)
                    answer.Give(value, Latency());
            }
            catch (NameTakenException e)
            {
                answer.Fail(e, Latency());
            }
        });
        return answer;
    }

    /// <summary>Creates a pod, or finds that an earlier attempt of the same life did.</summary>
    internal string CreatePod(TargetId target, IncarnationId incarnation, string node)
    {
        if (Pods.TryGetValue(target.EntityId, out var found))
            return found.Incarnation == incarnation ? found.Uid : throw new NameTakenException();
        var pod = new PodObject(target.EntityId, $"pod-{++_uid}", target, incarnation, node, world.Agenda.Now) { Endpoint = $"{node}/{target.EntityId}" };
        Put(pod);
        world.PodTargets[pod.Uid] = pod.Key;
        world.Trace.Add("api", $"pod {target.ObjectName} {incarnation.Epoch}.{incarnation.Number} created for {node}, {pod.Uid}");
        return pod.Uid;
    }

    /// <summary>Deletes by UID: gracefully, or the object at once.</summary>
    internal void DeletePod(string key, string uid, bool force, string by)
    {
        if (Pods.GetValueOrDefault(key) is not { } pod || pod.Uid != uid)
            return;
        if (force)
        {
            world.Trace.Add("api", $"pod {pod.Target.ObjectName} {uid} removed at once by {by}");
            RemovePod(key, uid);
        }
        else if (!pod.Deleting)
        {
            world.Trace.Add("api", $"pod {pod.Target.ObjectName} {uid} is to end, says {by}");
            Put(pod with { Deleting = true });
        }
    }

    internal void RemovePod(string key, string uid)
    {
        if (Pods.GetValueOrDefault(key) is not { } pod || pod.Uid != uid)
            return;
        Pods = Pods.Remove(key);
        Tell(w => w.PodGone(key));
        world.PokeKubelets();
    }

    internal void Put(PodObject pod)
    {
        Pods = Pods.SetItem(pod.Key, pod);
        var fact = pod.Fact;
        Tell(w => w.Pod(fact));
        world.PokeKubelets();
    }

    internal void Put(NodeObject node)
    {
        Nodes = Nodes.SetItem(node.Name, node);
        var fact = world.Plan.FactOf(node);
        Tell(w => w.Node(fact));
    }

    internal void RemoveNode(string name)
    {
        Nodes = Nodes.Remove(name);
        Tell(w => w.NodeGone(name));
    }

    internal void Put(FilesystemFact filesystem)
    {
        Filesystems = Filesystems.SetItem(filesystem.Key, filesystem);
        Tell(w => w.Filesystem(filesystem));
    }

    /// <summary>Compare-and-swap: false when somebody else was first.</summary>
    internal bool WriteLease(string key, LeaseObject? seen, string holder, string kernel)
    {
        var now = Leases.GetValueOrDefault(key);
        if (now?.Version != seen?.Version)
            return false;
        Leases = Leases.SetItem(key, new LeaseObject(holder, kernel, (now?.Version ?? 0) + 1));
        return true;
    }

    /// <summary>Goes back to an older store, as after the restore of a backup: watches begin anew.</summary>
    internal void Tell(Action<Watcher> tell)
    {
        foreach (var watcher in Watchers)
            tell(watcher);
    }

    private TimeSpan Latency() => IsSlow ? world.Delays.Seconds(0.2, 4) : world.Delays.Seconds(0.002, 0.1);
}
