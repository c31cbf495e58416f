namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>A kind of stored objects. Its API versions share one storage.</summary>
internal readonly record struct ResourceName(string Group, string Plural);

/// <summary>The identity of a stored object; <paramref name="Namespace"/> is empty for cluster-scoped ones.</summary>
internal readonly record struct ObjectKey(ResourceName Resource, string Namespace, string Name);
