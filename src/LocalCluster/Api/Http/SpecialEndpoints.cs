using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>
/// Requests that are more than reading and writing an object: the subresources of <see cref="ResourceType.OtherSubresources"/>, and
/// kinds that are answered instead of stored (under an empty subresource). One handler each; a missing one fails at the first request.
/// </summary>
internal sealed class SpecialEndpoints
{
    private readonly Dictionary<(ResourceName Resource, string Subresource), Func<ApiRequest, Task>> handlers = [];

    public SpecialEndpoints Add(ResourceType type, string subresource, Func<ApiRequest, Task> handler)
    {
        handlers.Add((type.Storage, subresource), handler);
        return this;
    }

    /// <summary>The handler of a request, or null when it is an ordinary one.</summary>
    /// <exception cref="StatusException">404: no such subresource; 405: it has another verb.</exception>
    public Func<ApiRequest, Task>? Find(ApiRequest request)
    {
        var method = request.Context.Request.Method;
        if (request.Subresource.Length == 0)
        {
            if (!handlers.TryGetValue((request.Type.Storage, ""), out var answer)) return null;
            return method == "POST" && request.Name is null ? answer : throw Errors.MethodNotAllowed();
        }

        var subresource = request.Type.OtherSubresources.FirstOrDefault(s => s.Name == request.Subresource);
        if (subresource is null) return null;
        return method == subresource.Method ? handlers[(request.Type.Storage, request.Subresource)] : throw Errors.MethodNotAllowed();
    }
}
