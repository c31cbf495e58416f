namespace LustreSupervisor.LocalCluster.Api.Store.Snapshots;

/// <summary>What a snapshot says of itself, and was found to be true.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Revision">The resourceVersion of the newest object in it; from there the numbers go on after a restore.</param>
/// <param name="Objects">How many objects it holds.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Checksum">SHA-256 of its content, hexadecimal.</param>
/// <param name="TakenAt">When it was taken.</param>
public sealed record SnapshotInfo(string File, long Revision, long Objects, long Bytes, string Checksum, DateTimeOffset TakenAt);
