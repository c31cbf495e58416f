using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Tables;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Get and list: the stored bytes as they are, or made into what the request accepts instead.</summary>
internal sealed class ReadEndpoint(ObjectStore store, TimeProvider clock)
{
    private readonly ListPages pages = new();

    public Task GetAsync(ApiRequest request)
    {
        var type = request.Type;
        var found = store.Find(type.Key(request.Namespace, request.Name!)) ?? throw Errors.NotFound(type, request.Name!);
        var buffer = new ArrayBufferWriter<byte>(found.Json.Length + 512);
        Presentation.Of(request, clock).WriteObject(buffer, found.Json);
        return Reply.BytesAsync(request.Context, 200, buffer.WrittenMemory);
    }

    public Task ListAsync(ApiRequest request)
    {
        var limit = QueryOptions.Number(request, "limit");
        var token = request.Query("continue");
        var scope = QueryOptions.Scope(request);
        if (token.Length > 0) return WriteAsync(request, pages.Next(token, limit));
        var (objects, version) = store.List(request.Type.Storage, scope);
        if (QueryOptions.Number(request, "resourceVersion") is { } asked && asked > version) throw Errors.FutureVersion(asked, version);
        return WriteAsync(request, pages.First(objects, version, limit));
    }

    /// <summary>An object in the version that was asked for.</summary>
    public static byte[] Shown(ResourceType type, byte[] json) =>
        type.View is null ? json : JsonText.ToBytes(type.View.FromStorage(JsonText.ParseOwn(json)));

    private Task WriteAsync(ApiRequest request, ListPage page)
    {
        var meta = new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is not null)
        {
            meta["continue"] = page.Continue;
            meta["remainingItemCount"] = page.Remaining;
        }

        var buffer = new ArrayBufferWriter<byte>(page.Objects.Sum(o => o.Json.Length + 1) + 512);
        Presentation.Of(request, clock).WriteList(buffer, meta, page.Objects.Select(o => o.Json));
        return Reply.BytesAsync(request.Context, 200, buffer.WrittenMemory);
    }
}
