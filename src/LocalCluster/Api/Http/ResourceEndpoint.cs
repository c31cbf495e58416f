namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Which verb a method on a resource's path is.</summary>
internal sealed class ResourceEndpoint(ReadEndpoint read, WatchEndpoint watch, WriteEndpoint write, PatchEndpoint patch, DeleteEndpoint delete)
{
    public Task HandleAsync(ApiRequest request) => request switch
    {
        { Subresource.Length: > 0 } => HandleSubresourceAsync(request),
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
        "GET" => QueryOptions.Flag(request, "watch") ? watch.WatchAsync(request) : read.GetAsync(request),
        "PUT" => write.ReplaceAsync(request),
        "PATCH" => patch.PatchAsync(request),
        "DELETE" => delete.DeleteAsync(request),
        _ => throw Errors.MethodNotAllowed(),
    };

    private Task HandleSubresourceAsync(ApiRequest request)
    {
        var method = request.Context.Request.Method;
        if (request.Subresource == "status" && request.Type.HasStatus)
        {
            return method switch
            {
                "GET" => read.GetAsync(request),
                "PUT" => write.ReplaceAsync(request),
                "PATCH" => patch.PatchAsync(request),
                _ => throw Errors.MethodNotAllowed(),
            };
        }

        if (!request.Type.OtherSubresources.Contains(request.Subresource)) throw Errors.UnknownPath();
        if (method != "POST") throw Errors.MethodNotAllowed();
        return request.Subresource == "binding" ? write.BindAsync(request) : write.EvictAsync(request);
    }
}
