using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems.Validation;

namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>Rules across documents, and between documents and what the cluster holds.</summary>
public static class SetRules
{
    /// <summary>Faults of documents that contradict what the cluster holds: immutable fields, counts that shrink, a Lustre name taken.</summary>
    /// <param name="documents">Documents to be sent.</param>
    /// <param name="existing">Every file system of the cluster.</param>
    public static IEnumerable<ManifestFault> CheckAgainst(
        IEnumerable<ManifestDocument> documents, IReadOnlyCollection<FilesystemFact> existing)
    {
        ArgumentNullException.ThrowIfNull(documents);
        foreach (var document in documents)
        {
            if (document.Spec is not { } spec)
                continue;
            foreach (var fact in existing)
            {
                if (fact.Namespace == document.Namespace && fact.Name == document.Name)
                    foreach (var fault in SpecRules.ValidateChange(fact.Spec, spec))
                        yield return new ManifestFault(document.File, document.Line, fault.Path, fault.Reason);
                else if (fact.Spec.FsName == spec.FsName)
                    yield return FsNameTaken(document.File, document.Line, spec.FsName, $"LustreFilesystem {fact.Namespace}/{fact.Name} in the cluster");
            }
        }
    }

    /// <summary>Faults between the documents of one set.</summary>
    internal static IEnumerable<ManifestFault> Check(IEnumerable<Claim> claims)
    {
        var objects = new Dictionary<string, Claim>(StringComparer.Ordinal);
        var names = new Dictionary<string, Claim>(StringComparer.Ordinal);
        foreach (var claim in claims)
        {
            if (!objects.TryAdd(claim.Display, claim))
                yield return new ManifestFault(
                    claim.File,
                    claim.Line,
                    "metadata.name",
                    $"{claim.Display} is declared twice, first at {Place(objects[claim.Display])}; remove or rename one");
            else if (claim.FsName.Length > 0 && !names.TryAdd(claim.FsName, claim))
                yield return FsNameTaken(
                    claim.File, claim.Line, claim.FsName, $"{names[claim.FsName].Display} at {Place(names[claim.FsName])}");
        }
    }

    // Lustre asks for names unique per MGS; a client that mounts two file systems needs them unique altogether.
    private static ManifestFault FsNameTaken(string file, int line, string name, string holder) =>
        new(file, line, "spec.fsName", $"\"{name}\" is the Lustre name of {holder} already; choose another one");

    private static string Place(Claim claim) => $"{claim.File}:{claim.Line}";
}
