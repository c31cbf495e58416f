using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Checks manifests against what the cluster holds, all of them before the first is applied.</summary>
/// <param name="cluster">Where they are to be applied.</param>
/// <param name="declared">What is to be applied.</param>
/// <param name="options">How.</param>
internal sealed class ClusterChecks(ClusterClient cluster, IReadOnlyList<DeclaredObject> declared, ApplyOptions options)
{
    private const string EveryClustersNamespace = "default";

    private readonly Dictionary<DeclaredObject, JsonObject?> held = [];

    /// <summary>The object as the cluster held it before; null when there was none. Known after <see cref="FindFlawsAsync"/>.</summary>
    public JsonObject? Held(DeclaredObject wanted) => held[wanted];

    /// <summary>True when the object's namespace is declared beside it and does not exist yet.</summary>
    public bool AwaitsNamespace(DeclaredObject wanted) =>
        declared.Any(other => other.Kind == ResourceKind.Namespace && other.Name == wanted.Namespace && held[other] is null);

    /// <summary>Every reason not to apply.</summary>
    /// <exception cref="UserErrorException">The cluster does not answer, or not to us.</exception>
    public async Task<IReadOnlyList<ManifestFlaw>> FindFlawsAsync(CancellationToken cancellationToken)
    {
        foreach (var wanted in declared)
            held[wanted] = await cluster.GetAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken);
        var filesystems = declared.Where(wanted => wanted.Kind == ResourceKind.Filesystem).ToList();
        var flaws = new List<ManifestFlaw>();
        if (filesystems.Count > 0)
        {
            var existing = await cluster.ListAsync(ResourceKind.Filesystem, null, cancellationToken);
            flaws.AddRange(filesystems.SelectMany(wanted => NameTaken(wanted, existing)));
            flaws.AddRange(filesystems.SelectMany(wanted => held[wanted] is { } before ? ImmutableFields.Changes(before, wanted) : []));
        }

        // The server has the last word. It is not asked where something was found already: it would only say the same again.
        var flawed = flaws.Select(flaw => flaw.Source).ToHashSet(StringComparer.Ordinal);
        foreach (var wanted in declared.Where(wanted => !flawed.Contains(wanted.Source)))
            if (await RehearseAsync(wanted, cancellationToken) is { } refusal)
                flaws.Add(new ManifestFlaw(wanted.Source, "", refusal));
        return flaws;
    }

    /// <summary>Why the server would refuse an object; null when it would not.</summary>
    private async Task<string?> RehearseAsync(DeclaredObject wanted, CancellationToken cancellationToken)
    {
        var document = wanted.Document;
        if (AwaitsNamespace(wanted))
        {
            // A dry run creates no namespace to rehearse in. The schema is the same in the one that every cluster has,
            // unless an object of that name lives there: then rules about changes would compare the wrong two.
            if (await cluster.GetAsync(wanted.Kind, EveryClustersNamespace, wanted.Name, cancellationToken) is not null)
                return null;
            document = (JsonObject)document.DeepClone();
            document["metadata"]!["namespace"] = EveryClustersNamespace;
        }

        return (await cluster.ApplyAsync(wanted.Kind, document, options with { DryRun = true }, cancellationToken)).Refusal;
    }

    private static IEnumerable<ManifestFlaw> NameTaken(DeclaredObject wanted, IReadOnlyList<JsonObject> existing)
    {
        var fsName = wanted.Document.Text("spec", "fsName");
        return existing
            .Where(other => other.Text("spec", "fsName") == fsName)
            .Where(other => (other.Text("metadata", "namespace"), other.Text("metadata", "name")) != (wanted.Namespace, wanted.Name))
            .Select(other => new ManifestFlaw(
                wanted.Source,
                "spec.fsName",
                $"\"{fsName}\" is taken by {other.Text("metadata", "namespace")}/{other.Text("metadata", "name")}; choose another"));
    }
}
