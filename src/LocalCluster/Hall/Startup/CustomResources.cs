using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>Brings the custom resource definitions of this program into the cluster. They are embedded from <c>deploy/crds</c>.</summary>
internal static class CustomResources
{
    private const string Prefix = "crds/";
    private const string Group = "apiextensions.k8s.io";
    private const string Version = "v1";
    private const string Plural = "customresourcedefinitions";

    /// <summary>Creates what is missing and replaces what is there: the definitions are those of this program.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ApplyAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        // As plain JSON, not through typed models: a model would lose what it does not know, such as newer schema keywords.
        foreach (var definition in Load())
        {
            try
            {
                await client.CustomObjects.CreateClusterCustomObjectAsync(definition, Group, Version, Plural, cancellationToken: cancellationToken);
            }
            catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
            {
                await ReplaceAsync(client, definition, cancellationToken);
            }
        }
    }

    /// <summary>The embedded definitions.</summary>
    internal static IEnumerable<JsonObject> Load()
    {
        var assembly = typeof(CustomResources).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return YamlText.Parse(reader.ReadToEnd()) as JsonObject
                ?? throw new InvalidDataException($"{name} holds no object");
        }
    }

    private static async Task ReplaceAsync(IKubernetes client, JsonObject definition, CancellationToken cancellationToken)
    {
        var metadata = definition["metadata"]!.AsObject();
        var name = metadata["name"]!.GetValue<string>();
        var present = await client.ApiextensionsV1.ReadCustomResourceDefinitionAsync(name, cancellationToken: cancellationToken);
        metadata["resourceVersion"] = present.Metadata.ResourceVersion;
        await client.CustomObjects.ReplaceClusterCustomObjectAsync(definition, Group, Version, Plural, name, cancellationToken: cancellationToken);
    }
}
