using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>An object that a manifest declares.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Document">The object, its namespace filled in.</param>
/// <param name="Source"><c>FILE:LINE</c> at which it begins.</param>
internal sealed record DeclaredObject(ResourceKind Kind, JsonObject Document, string Source)
{
    /// <summary>Namespace; empty for kinds of the whole cluster.</summary>
    public string Namespace => Document.Text("metadata", "namespace");

    /// <summary>Name in the metadata.</summary>
    public string Name => Document.Text("metadata", "name");

    /// <summary>Name in output, such as <c>lustrefilesystem/scratch</c>.</summary>
    public string Title => $"{Kind.Singular}/{Name}";
}

/// <summary>What is wrong with a manifest.</summary>
/// <param name="Source"><c>FILE:LINE</c>.</param>
/// <param name="Path">Field, such as <c>spec.osts.count</c>; empty for the document as a whole.</param>
/// <param name="Reason">What is wrong with it, and what would be right.</param>
internal sealed record ManifestFlaw(string Source, string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? $"{Source}: {Reason}" : $"{Source}: {Path}: {Reason}";
}
