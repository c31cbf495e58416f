using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Manifests;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>An object of a manifest with the kind by which the command line sends it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Manifest">The manifest, free of faults.</param>
internal sealed record DeclaredObject(ResourceKind Kind, ManifestDocument Manifest)
{
    /// <summary>Namespace; empty for kinds of the whole cluster.</summary>
    public string Namespace => Manifest.Namespace;

    /// <summary>Name in the metadata.</summary>
    public string Name => Manifest.Name;

    /// <summary>The object as it is sent.</summary>
    public JsonObject Body => Manifest.Body;

    /// <summary>Name in output, such as <c>lustrefilesystem/scratch</c>.</summary>
    public string Title => $"{Kind.Singular}/{Name}";

    /// <summary>A fault of this object as a whole.</summary>
    public ManifestFault Fault(string reason) => new(Manifest.File, Manifest.Line, "", reason);

    /// <summary>Finds the kind of a manifest.</summary>
    /// <exception cref="InvalidOperationException">The reader let a kind through that cannot be sent.</exception>
    public static DeclaredObject Of(ManifestDocument manifest)
    {
        ResourceKind[] known = [ResourceKind.Filesystem, ResourceKind.Namespace];
        return Array.Find(known, kind => kind.Kind == manifest.Kind && kind.ApiVersion == manifest.ApiVersion) is { } kind
            ? new DeclaredObject(kind, manifest)
            : throw new InvalidOperationException($"{manifest.Display} of {manifest.ApiVersion} cannot be sent.");
    }
}
