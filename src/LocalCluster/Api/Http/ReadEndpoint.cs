using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Tables;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Get and list: the stored bytes as they are, or made into what the request accepts instead.</summary>
internal sealed class ReadEndpoint(ObjectStore store, TimeProvider clock)
{
    public Task GetAsync(ApiRequest request)
    {
        var type = request.Type;
        if (ListOptions.ReadVersion(request.Query("resourceVersion")) is { } asked) CheckReached(asked, store.Version);
        var found = store.Find(type.Key(request.Namespace, request.Name!)) ?? throw Errors.NotFound(type, request.Name!);
        var buffer = new ArrayBufferWriter<byte>(found.Json.Length + 512);
        Presentation.Of(request, clock).WriteObject(buffer, found.Json);
        return Reply.BytesAsync(request.Context, 200, buffer.WrittenMemory);
    }

    public Task ListAsync(ApiRequest request)
    {
        var options = ListOptions.Read(request, false);
        var scope = QueryOptions.Scope(request);
        return options.Continue.Length > 0 ? ContinueAsync(request, options, scope) : StartAsync(request, options, scope);
    }

    /// <summary>An object in the version that was asked for.</summary>
    public static byte[] Shown(ResourceType type, byte[] json) =>
        type.View is null ? json : JsonText.ToBytes(type.View.FromStorage(JsonText.ParseOwn(json)));

    private Task StartAsync(ApiRequest request, ListOptions options, Scope scope)
    {
        var (objects, version) = store.List(request.Type.Storage, scope);
        if (options.Version is { } asked) CheckReached(asked, version);
        if (options.ExactVersion is { } exact) (objects, version) = (At(request, scope, exact, Expired), exact);
        return WriteAsync(request, ListPage.Cut(objects, version, options.PageSize, scope));
    }

    private Task ContinueAsync(ApiRequest request, ListOptions options, Scope scope)
    {
        var token = ContinueToken.Parse(options.Continue);
        if (options.Version > 0) throw Errors.BadRequest("specifying resource version is not allowed when using continue");
        var (objects, version) = store.List(request.Type.Storage, scope);
        if (token.Version > 0)
        {
            CheckReached(token.Version, version);
            (objects, version) = (At(request, scope, token.Version, () => ExpiredToken(token)), token.Version);
        }

        return WriteAsync(request, ListPage.Cut(ListPage.After(objects, token.Start, scope), version, options.PageSize, scope));
    }

    private StoredObject[] At(ApiRequest request, Scope scope, long version, Func<StatusException> expired)
    {
        try
        {
            return store.ListAt(request.Type.Storage, scope, version);
        }
        catch (VersionExpiredException)
        {
            throw expired();
        }
    }

    private static StatusException Expired() => Errors.Expired("The resourceVersion for the provided list is too old.");

    private static StatusException ExpiredToken(ContinueToken token) => Errors.Expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, " +
        "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an " +
        "inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
        (token with { Version = -1 }).ToString());

    private static void CheckReached(long asked, long current)
    {
        if (asked > current) throw Errors.FutureVersion(asked, current);
    }

    private Task WriteAsync(ApiRequest request, ListPage page)
    {
        var meta = new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is not null)
        {
            meta["continue"] = page.Continue;
            if (page.Remaining is { } remaining) meta["remainingItemCount"] = remaining;
        }

        var buffer = new ArrayBufferWriter<byte>(page.Objects.Sum(o => o.Json.Length + 1) + 512);
        Presentation.Of(request, clock).WriteList(buffer, meta, page.Objects.Select(o => o.Json));
        return Reply.BytesAsync(request.Context, 200, buffer.WrittenMemory);
    }
}
