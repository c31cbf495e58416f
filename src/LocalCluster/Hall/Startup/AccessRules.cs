using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>
/// Brings the accounts and roles of this program into the cluster: those of <c>deploy/rbac</c>, which are embedded, and what a laptop needs
/// besides. Applied server-side at each start: they are those of this program, and what people add stays.
/// </summary>
internal static class AccessRules
{
    private const string Prefix = "rbac/";

    private const string Manager = "supervisor-local";

    /// <summary>Applies them.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ApplyAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        // Roles first: a binding may name a role of another file.
        foreach (var manifest in Load().OrderBy(m => m["kind"].Text()!.EndsWith("Binding", StringComparison.Ordinal)))
            await ApplyAsync(client, manifest, cancellationToken);
    }

    /// <summary>The embedded manifests.</summary>
    internal static IEnumerable<JsonObject> Load()
    {
        var assembly = typeof(AccessRules).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var document in reader.ReadToEnd().Split("\n---\n"))
                yield return YamlText.Parse(document) as JsonObject ?? throw new InvalidDataException($"{name} holds no object");
        }
    }

    private static Task ApplyAsync(IKubernetes client, JsonObject manifest, CancellationToken cancellationToken)
    {
        var patch = new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch);
        var (name, ns) = (manifest.Name()!, manifest.TextAt("metadata", "namespace"));
        var (version, kind) = (manifest["apiVersion"].Text()!.Split('/'), manifest["kind"].Text()!);
        return (kind, ns) switch
        {
            ("Namespace", _) => client.CoreV1.PatchNamespaceAsync(patch, name, fieldManager: Manager, force: true, cancellationToken: cancellationToken),
            ("ServiceAccount", _) =>
                client.CoreV1.PatchNamespacedServiceAccountAsync(patch, name, ns, fieldManager: Manager, force: true, cancellationToken: cancellationToken),
            ("Secret", _) => client.CoreV1.PatchNamespacedSecretAsync(patch, name, ns, fieldManager: Manager, force: true, cancellationToken: cancellationToken),
            (_, null) => client.CustomObjects.PatchClusterCustomObjectAsync(
                patch, version[0], version[1], Plural(kind), name, fieldManager: Manager, force: true, cancellationToken: cancellationToken),
            _ => client.CustomObjects.PatchNamespacedCustomObjectAsync(
                patch, version[0], version[1], ns, Plural(kind), name, fieldManager: Manager, force: true, cancellationToken: cancellationToken),
        };
    }

    private static string Plural(string kind) => kind.ToLowerInvariant() + "s";
}
