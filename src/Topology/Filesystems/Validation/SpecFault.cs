namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>One thing that is wrong with a declared file system.</summary>
/// <param name="Path">Field in the resource, such as <c>spec.osts.count</c>.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record SpecFault(string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}
