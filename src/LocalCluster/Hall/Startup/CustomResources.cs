using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>Brings the custom resource definitions of this program into the cluster. They are embedded from <c>deploy/crds</c>.</summary>
internal static class CustomResources
{
    private const string Prefix = "crds/";

    /// <summary>Creates what is missing and replaces what is there: the definitions are those of this program.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ApplyAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        foreach (var definition in Load())
        {
            try
            {
                await client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(definition, cancellationToken: cancellationToken);
            }
            catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
            {
                var present = await client.ApiextensionsV1.ReadCustomResourceDefinitionAsync(definition.Name(), cancellationToken: cancellationToken);
                definition.Metadata.ResourceVersion = present.Metadata.ResourceVersion;
                await client.ApiextensionsV1.ReplaceCustomResourceDefinitionAsync(definition, definition.Name(), cancellationToken: cancellationToken);
            }
        }
    }

    /// <summary>The embedded definitions.</summary>
    internal static IEnumerable<V1CustomResourceDefinition> Load()
    {
        var assembly = typeof(CustomResources).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var document in KubernetesYaml.LoadAllFromString(reader.ReadToEnd()))
            {
                if (document is V1CustomResourceDefinition definition)
                    yield return definition;
            }
        }
    }
}
