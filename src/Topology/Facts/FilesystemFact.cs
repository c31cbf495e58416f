using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Facts;

/// <summary>A declared file system as the API server holds it.</summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Resource name.</param>
/// <param name="Uid">UID of the resource; owner references carry it.</param>
/// <param name="Generation">Generation of the spec.</param>
/// <param name="Spec">The declared spec, defaults filled in.</param>
public sealed record FilesystemFact(string Namespace, string Name, string Uid, long Generation, FilesystemSpec Spec)
{
    /// <summary>Why nobody may touch the file system, by annotation; empty when nobody said so. Its change does not change the generation.</summary>
    public string HandsOff { get; init; } = "";

    /// <summary>Key of the file system's actor.</summary>
    public string Key => $"{Namespace}~{Name}";
}
