using System.Runtime.CompilerServices;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>The controllers' common view of pods and nodes: the store's present state, each version of an object taken apart once.</summary>
internal sealed class ClusterView(ObjectStore store)
{
    private readonly ConditionalWeakTable<StoredObject, PodView> pods = [];
    private readonly ConditionalWeakTable<StoredObject, NodeView> nodes = [];

    public ObjectStore Store => store;

    public PodView[] Pods() => [.. store.List(BuiltIns.Pods.Storage, Scope.All).Objects.Select(Of)];

    public PodView[] Pods(Func<StoredObject, bool> wanted) => [.. store.List(BuiltIns.Pods.Storage, Scope.All).Objects.Where(wanted).Select(Of)];

    public NodeView[] Nodes() => [.. store.List(BuiltIns.Nodes.Storage, Scope.All).Objects.Select(found => nodes.GetValue(found, stored => new NodeView(stored)))];

    public PodView? Pod(ObjectKey key) => store.Find(key) is { } found ? Of(found) : null;

    public PodView Of(StoredObject pod) => pods.GetValue(pod, stored => new PodView(stored));
}
