namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Which verb a method on a resource's path is.</summary>
internal sealed class ResourceEndpoint(
    ReadEndpoint read, WatchEndpoint watch, WriteEndpoint write, PatchEndpoint patch, DeleteEndpoint delete, SpecialEndpoints special)
{
    public Task HandleAsync(ApiRequest request) => special.Find(request) is { } handler ? handler(request) : HandleOrdinaryAsync(request);

    private Task HandleOrdinaryAsync(ApiRequest request) => request switch
    {
        { Subresource.Length: > 0 } => HandleStatusAsync(request),
        { Name: not null } => HandleObjectAsync(request),
        _ => HandleCollectionAsync(request),
    };

    private Task HandleCollectionAsync(ApiRequest request)
    {
        var isPlace = request.Namespace is not null || !request.Type.Namespaced;
        return request.Context.Request.Method switch
        {
            "GET" => QueryOptions.Flag(request, "watch") ? watch.WatchAsync(request) : read.ListAsync(request),
            "POST" when isPlace => write.CreateAsync(request),
            "DELETE" when isPlace => delete.DeleteSelectionAsync(request),
            _ => throw Errors.MethodNotAllowed(),
        };
    }

    private Task HandleObjectAsync(ApiRequest request) => request.Context.Request.Method switch
    {
        "GET" => read.GetAsync(request),
        "PUT" => write.ReplaceAsync(request),
        "PATCH" => patch.PatchAsync(request),
        "DELETE" => delete.DeleteAsync(request),
        _ => throw Errors.MethodNotAllowed(),
    };

    private Task HandleStatusAsync(ApiRequest request)
    {
        if (request.Subresource != "status" || !request.Type.HasStatus) throw Errors.UnknownPath();
        return request.Context.Request.Method switch
        {
            "GET" => read.GetAsync(request),
            "PUT" => write.ReplaceAsync(request),
            "PATCH" => patch.PatchAsync(request),
            _ => throw Errors.MethodNotAllowed(),
        };
    }
}
