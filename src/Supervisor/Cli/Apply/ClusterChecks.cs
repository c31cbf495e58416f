using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Supervisor.Manifests;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Checks manifests against what the cluster holds, all of them before the first is applied.</summary>
/// <param name="cluster">Where they are to be applied.</param>
/// <param name="declared">What is to be applied.</param>
/// <param name="options">How.</param>
internal sealed class ClusterChecks(ClusterClient cluster, IReadOnlyList<DeclaredObject> declared, ApplyOptions options)
{
    private const string EveryClustersNamespace = "default";

    private readonly Dictionary<DeclaredObject, JsonObject?> held = [];

    /// <summary>The object as the cluster held it before; null when there was none. Known after <see cref="FindFaultsAsync"/>.</summary>
    public JsonObject? Held(DeclaredObject wanted) => held[wanted];

    /// <summary>True when the object's namespace is declared beside it and does not exist yet.</summary>
    public bool AwaitsNamespace(DeclaredObject wanted) =>
        declared.Any(other => other.Kind == ResourceKind.Namespace && other.Name == wanted.Namespace && held[other] is null);

    /// <summary>Every reason not to apply.</summary>
    /// <exception cref="UserErrorException">The cluster does not answer, or not to us.</exception>
    public async Task<IReadOnlyList<ManifestFault>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        foreach (var wanted in declared)
            held[wanted] = await cluster.GetAsync(wanted.Kind, wanted.Namespace, wanted.Name, cancellationToken);
        var faults = new List<ManifestFault>();
        if (declared.Any(wanted => wanted.Kind == ResourceKind.Filesystem))
        {
            var existing = await cluster.ListAsync(ResourceKind.Filesystem, null, cancellationToken);
            var facts = existing.Select(item => FilesystemFacts.From(item.Deserialize<JsonElement>())).ToList();
            faults.AddRange(SetRules.CheckAgainst(declared.Select(wanted => wanted.Manifest), facts));
        }

        // The server has the last word. It is not asked where something was found already: it would only say the same again.
        foreach (var wanted in declared.Where(wanted => !faults.Exists(fault => IsOf(fault, wanted))).ToList())
            if (await RehearseAsync(wanted, cancellationToken) is { } refusal)
                faults.Add(wanted.Fault(refusal));
        return faults;
    }

    /// <summary>Why the server would refuse an object; null when it would not.</summary>
    private async Task<string?> RehearseAsync(DeclaredObject wanted, CancellationToken cancellationToken)
    {
        var body = wanted.Body;
        if (AwaitsNamespace(wanted))
        {
            // A dry run creates no namespace to rehearse in. The schema is the same in the one that every cluster has,
            // unless an object of that name lives there: then rules about changes would compare the wrong two.
            if (await cluster.GetAsync(wanted.Kind, EveryClustersNamespace, wanted.Name, cancellationToken) is not null)
                return null;
            body = (JsonObject)body.DeepClone();
            body["metadata"]!["namespace"] = EveryClustersNamespace;
        }

        return (await cluster.ApplyAsync(wanted.Kind, body, options with { DryRun = true }, cancellationToken)).Refusal;
    }

    private static bool IsOf(ManifestFault fault, DeclaredObject wanted) =>
        fault.File == wanted.Manifest.File && fault.Line == wanted.Manifest.Line;
}
