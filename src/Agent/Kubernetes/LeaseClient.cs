using System.Net;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>Reads and writes one Lease over the Kubernetes API.</summary>
internal sealed class LeaseClient : IDisposable
{
    private readonly ApiConnection _connection;

    private readonly string _collection;

    private readonly string _item;

    /// <summary>Makes a client; it connects at the first request.</summary>
    public LeaseClient(Uri api, Func<HttpMessageHandler> handler, string tokenFile, string @namespace, string name)
    {
        _connection = new ApiConnection(api, handler, tokenFile);
        _collection = $"apis/coordination.k8s.io/v1/namespaces/{Uri.EscapeDataString(@namespace)}/leases";
        _item = $"{_collection}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>A fresh read: without a resource version the API server asks its store's quorum. Null when there is none.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public async Task<LeaseDocument?> GetAsync(CancellationToken cancellationToken)
    {
        using var response = await _connection.SendAsync(HttpMethod.Get, _item, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await ApiConnection.EnsureAsync(response, "read the Lease", cancellationToken);
        return await response.Content.ReadFromJsonAsync(LeaseJson.Default.LeaseDocument, cancellationToken);
    }

    /// <summary>Creates the Lease. False when somebody was faster.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public Task<bool> CreateAsync(LeaseDocument lease, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, _collection, lease, cancellationToken);

    /// <summary>Replaces the Lease if it is still the one that was read. False when somebody was faster.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public Task<bool> ReplaceAsync(LeaseDocument lease, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Put, _item, lease, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<bool> WriteAsync(HttpMethod method, string path, LeaseDocument lease, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(lease, LeaseJson.Default.LeaseDocument);
        using var response = await _connection.SendAsync(method, path, content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return false;
        await ApiConnection.EnsureAsync(response, "write the Lease", cancellationToken);
        return true;
    }
}
