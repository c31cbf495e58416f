namespace LustreSupervisor.LocalCluster.Api.Store.Snapshots;

/// <summary>A snapshot cannot be taken or is not fit to be restored; the message says why and what to do.</summary>
public sealed class SnapshotException(string message, Exception? inner = null) : Exception(message, inner);
