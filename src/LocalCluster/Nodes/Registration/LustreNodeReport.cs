using System.Net;
using k8s;
using k8s.Autorest;
using LustreSupervisor.LustreModel.Lnet;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>A device as a <c>LustreNode</c> reports it.</summary>
/// <param name="Id">WWN.</param>
/// <param name="Path">Path on this node.</param>
/// <param name="SizeBytes">Capacity.</param>
/// <param name="Shared">Whether other nodes reach it too.</param>
/// <param name="Labels">Labels that storage selectors match.</param>
internal sealed record ReportedDevice(string Id, string Path, long SizeBytes, bool Shared, IReadOnlyDictionary<string, string> Labels);

/// <summary>Publishes the node's <c>LustreNode</c>: which kernel runs here and which devices it reaches (ARCHITECTURE.md).</summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
internal sealed class LustreNodeReport(IKubernetes client, ApiRetry retry)
{
    private const string Group = "lustre.cloudnative-hpc.io";
    private const string Version = "v1alpha1";
    private const string Plural = "lustrenodes";

    /// <summary>Publishes the report.</summary>
    /// <param name="node">Node name.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="interfaces">Its network interfaces.</param>
    /// <param name="devices">Devices that the node reaches.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PublishAsync(
        string node, NodeIdentity identity, IReadOnlyList<NetInterface> interfaces, IReadOnlyList<ReportedDevice> devices,
        CancellationToken cancellationToken)
    {
        await retry.RunAsync("creating the LustreNode", token => CreateAsync(node, token), cancellationToken, NotDefinedYet);
        var status = new
        {
            systemUuid = identity.SystemUuid,
            bootId = identity.BootId,
            interfaces = interfaces.Select(entry => new { name = entry.Name, address = entry.Address }),
            devices = devices.Select(device => new
            {
                id = device.Id,
                path = device.Path,
                sizeBytes = device.SizeBytes,
                shared = device.Shared,
                labels = device.Labels,
            }),
        };
        await retry.RunAsync(
            "reporting the LustreNode",
            token => client.CustomObjects.PatchClusterCustomObjectStatusAsync(
                MergePatch.Of(new { status }), Group, Version, Plural, node, cancellationToken: token),
            cancellationToken,
            NotDefinedYet);
    }

    /// <summary>The resource is defined by the hall, possibly a moment after the node is up.</summary>
    private static bool NotDefinedYet(HttpStatusCode status) => status == HttpStatusCode.NotFound;

    private async Task CreateAsync(string node, CancellationToken cancellationToken)
    {
        var body = new { apiVersion = $"{Group}/{Version}", kind = "LustreNode", metadata = new { name = node } };
        try
        {
            await client.CustomObjects.CreateClusterCustomObjectAsync(body, Group, Version, Plural, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // It is there from an earlier boot.
        }
    }
}
