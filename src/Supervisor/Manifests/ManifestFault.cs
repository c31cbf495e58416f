namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>One thing that is wrong with a manifest.</summary>
/// <param name="File">File, as the caller named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Path">Field, such as <c>spec.osts.count</c>; empty when the fault is the document's or the file's.</param>
/// <param name="Reason">What is wrong and what to do.</param>
public sealed record ManifestFault(string File, int Line, string Path, string Reason)
{
    /// <summary><c>FILE:LINE: PATH: REASON</c>, the form that editors jump to.</summary>
    public override string ToString() => Path.Length == 0 ? $"{File}:{Line}: {Reason}" : $"{File}:{Line}: {Path}: {Reason}";
}
