using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>The cluster's pods: one object a name, deletion by UID, kubelets on the nodes that live.</summary>
public sealed class FakePods(Timeline timeline, FakeNodes nodes) : IPodRuntime
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PodFact> _pods = [];
    private int _uids;

    public FakeFacts<PodFact> Facts { get; } = new();

    /// <summary>What the API server answers to a creation; null lets it through.</summary>
    public Func<PodOrder, Exception?> OnCreate { get; set; } = _ => null;

    /// <summary>What becomes of the answer to a creation that took effect; null lets it through.</summary>
    public Func<PodOrder, Exception?> OnCreated { get; set; } = _ => null;

    public PodFact? Find(string key)
    {
        lock (_gate)
            return _pods.GetValueOrDefault(key);
    }

    public Task<string> CreateAsync(PodOrder order, CancellationToken cancellationToken)
    {
        timeline.Add($"create pod {order.Target.ObjectName} of life {order.Incarnation.Number} on {order.Node}");
        if (OnCreate(order) is { } error)
            return Task.FromException<string>(error);
        lock (_gate)
        {
            if (_pods.TryGetValue(order.Target.EntityId, out var existing))
                return existing.Incarnation == order.Incarnation
                    ? Task.FromResult(existing.Uid)
                    : Task.FromException<string>(new PodNameTakenException($"held by life {existing.Incarnation?.Number}"));
            var uid = $"uid-{++_uids}";
            var phase = nodes.IsAlive(order.Node) ? PodPhase.Running : PodPhase.Pending;
            Put(new PodFact(order.Target.EntityId, uid, order.Node, order.Incarnation, phase, "", $"agent-of-{uid}", false));
            return OnCreated(order) is { } lost ? Task.FromException<string>(lost) : Task.FromResult(uid);
        }
    }

    public Task DeleteAsync(TargetId target, string uid, PodDeletion mode, CancellationToken cancellationToken)
    {
        timeline.Add($"delete pod {target.ObjectName} {uid} {mode}");
        lock (_gate)
        {
            if (!_pods.TryGetValue(target.EntityId, out var pod) || pod.Uid != uid)
                return Task.CompletedTask;
            if (mode == PodDeletion.Graceful && !nodes.IsAlive(pod.Node!))
                return Task.CompletedTask;
            _pods.Remove(target.EntityId);
            Facts.Removed(target.EntityId);
        }

        return Task.CompletedTask;
    }

    /// <summary>The container ends, as after <c>kill -9</c> of its process.</summary>
    public void Crash(string key)
    {
        lock (_gate)
            Put(_pods[key] with { Phase = PodPhase.Ended, Ending = "137 Error" });
    }

    /// <summary>The object goes away while nobody told anybody.</summary>
    public void Vanish(string key)
    {
        lock (_gate)
            _pods.Remove(key);
    }

    /// <summary>A pod that the supervisor did not create in this run.</summary>
    public void Put(PodFact pod)
    {
        lock (_gate)
            _pods[pod.Key] = pod;
        Facts.Upsert(pod.Key, pod);
    }
}
