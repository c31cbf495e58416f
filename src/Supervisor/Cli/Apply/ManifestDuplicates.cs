using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Finds manifests that contradict each other, within a file or across files.</summary>
internal static class ManifestDuplicates
{
    /// <summary>Objects declared twice, and file systems that share Lustre's name. The later one is at fault.</summary>
    public static IEnumerable<ManifestFlaw> Find(IReadOnlyList<DeclaredObject> declared)
    {
        foreach (var same in declared.GroupBy(wanted => (wanted.Kind, wanted.Namespace, wanted.Name)))
            foreach (var again in same.Skip(1))
                yield return new ManifestFlaw(again.Source, "metadata.name", $"{again.Title} is declared already at {same.First().Source}");
        var filesystems = declared.Where(wanted => wanted.Kind == ResourceKind.Filesystem)
            .DistinctBy(wanted => (wanted.Namespace, wanted.Name));
        foreach (var same in filesystems.GroupBy(wanted => wanted.Document.Text("spec", "fsName")).Where(group => group.Key.Length > 0))
            foreach (var again in same.Skip(1))
                yield return new ManifestFlaw(again.Source, "spec.fsName", $"\"{same.Key}\" is the name of {same.First().Title} at {same.First().Source}");
    }
}
