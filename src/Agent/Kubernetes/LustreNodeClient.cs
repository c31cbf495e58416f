using System.Net;
using System.Net.Http.Headers;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>Reads the node's own <c>LustreNode</c> and writes what the node agent has to say into its status.</summary>
internal sealed class LustreNodeClient(ApiConnection connection, string node)
{
    private const string Collection = "apis/" + LustreNodeDocument.GroupVersion + "/lustrenodes";

    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    private readonly string _item = $"{Collection}/{Uri.EscapeDataString(node)}";

    /// <summary>A fresh read; the object is made when there is none.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public async Task<LustreNodeDocument> GetAsync(CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(HttpMethod.Get, _item, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return await CreateAsync(cancellationToken);
        await ApiConnection.EnsureAsync(response, "read the LustreNode", cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>
    /// Patches the status of the very object that was read. A patch that is late, because an earlier one was thought lost, is refused by its
    /// version: what the agent said last is what stands there.
    /// </summary>
    /// <returns>False when the object has changed since.</returns>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public async Task<bool> TellAsync(string? resourceVersion, LustreNodeStatus status, CancellationToken cancellationToken)
    {
        var patch = new LustreNodeDocument { Metadata = new LustreNodeMetadata { ResourceVersion = resourceVersion }, Status = status };
        using var content = JsonContent.Create(patch, LustreNodeJson.Default.LustreNodeDocument, MergePatch);
        using var response = await connection.SendAsync(HttpMethod.Patch, $"{_item}/status", content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return false;
        await ApiConnection.EnsureAsync(response, "write the status of the LustreNode", cancellationToken);
        return true;
    }

    private async Task<LustreNodeDocument> CreateAsync(CancellationToken cancellationToken)
    {
        var fresh = new LustreNodeDocument { Metadata = new LustreNodeMetadata { Name = node } };
        using var content = JsonContent.Create(fresh, LustreNodeJson.Default.LustreNodeDocument);
        using var response = await connection.SendAsync(HttpMethod.Post, Collection, content, cancellationToken);
        await ApiConnection.EnsureAsync(response, "make the LustreNode", cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private static async Task<LustreNodeDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(LustreNodeJson.Default.LustreNodeDocument, cancellationToken) ?? new LustreNodeDocument();
}
