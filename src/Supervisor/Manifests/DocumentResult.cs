namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>What a document declares, whether or not it is good otherwise.</summary>
/// <param name="File">File.</param>
/// <param name="Line">Line at which it begins.</param>
/// <param name="Display">Kind and name.</param>
/// <param name="FsName">Lustre name of a file system; empty without one.</param>
internal sealed record Claim(string File, int Line, string Display, string FsName);

/// <summary>What became of one document.</summary>
/// <param name="Document">The document, null when it has faults.</param>
/// <param name="Claim">What it declares, null when that cannot be read.</param>
/// <param name="Faults">Its faults.</param>
internal sealed record DocumentResult(ManifestDocument? Document, Claim? Claim, IReadOnlyList<ManifestFault> Faults)
{
    /// <summary>A document that is nothing but a fault.</summary>
    public static DocumentResult Of(ManifestFault fault) => new(null, null, [fault]);
}
