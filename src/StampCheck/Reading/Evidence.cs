namespace LustreSupervisor.StampCheck.Reading;

/// <summary>Everything that an image says about who wrote it.</summary>
/// <param name="Label">Label of the file system in the superblock; empty when there is none.</param>
/// <param name="FsUuid">UUID of that file system; empty when there is none.</param>
/// <param name="Stamps">Stamps in the order of their numbers.</param>
/// <param name="Head">Newest number by the head's slots; null when neither slot was ever written.</param>
/// <param name="Damages">Places that hold something else than they should.</param>
internal sealed record Evidence(
    string Label, string FsUuid, IReadOnlyList<FoundStamp> Stamps, long? Head, IReadOnlyList<string> Damages);
