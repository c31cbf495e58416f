namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>Order to put a snapshot in the place of the API server's store.</summary>
/// <param name="File">Absolute path of the snapshot.</param>
/// <param name="BumpRevision">By how much resourceVersions jump ahead; 0 lets them go back.</param>
public sealed record SnapshotRestore(string File, long BumpRevision = 0);
