using System.Text.Json.Nodes;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>One object of a manifest, ready to be sent.</summary>
/// <param name="File">File that it comes from.</param>
/// <param name="Line">Line at which it begins, from 1.</param>
/// <param name="ApiVersion">Its <c>apiVersion</c>.</param>
/// <param name="Kind"><c>Namespace</c> or <c>LustreFilesystem</c>.</param>
/// <param name="Namespace">Its namespace, <c>default</c> when it names none; empty for a Namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Body">The object without what the server writes itself (status, uid, …).</param>
/// <param name="Spec">The declared file system, defaults filled in; null for a Namespace.</param>
public sealed record ManifestDocument(
    string File, int Line, string ApiVersion, string Kind, string Namespace, string Name, JsonObject Body, FilesystemSpec? Spec)
{
    /// <summary>What it is, for people: <c>Namespace hpc</c>, <c>LustreFilesystem hpc/scratch</c>.</summary>
    public string Display => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
