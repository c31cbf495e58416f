using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Get and list: the stored bytes as they are.</summary>
internal sealed class ReadEndpoint(ObjectStore store)
{
    private readonly ListPages pages = new();

    public Task GetAsync(ApiRequest request)
    {
        var type = request.Type;
        var found = store.Find(type.Key(request.Namespace, request.Name!)) ?? throw Errors.NotFound(type, request.Name!);
        return Reply.BytesAsync(request.Context, 200, Shown(type, found.Json));
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

    private static Task WriteAsync(ApiRequest request, ListPage page)
    {
        var type = request.Type;
        var meta = new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is not null)
        {
            meta["continue"] = page.Continue;
            meta["remainingItemCount"] = page.Remaining;
        }

        var head = new JsonObject { ["kind"] = type.ListKind, ["apiVersion"] = type.ApiVersion, ["metadata"] = meta };
        var buffer = new ArrayBufferWriter<byte>(page.Objects.Sum(o => o.Json.Length + 1) + 512);
        buffer.Write(Encoding.UTF8.GetBytes(JsonText.ToText(head)[..^1]));
        buffer.Write(",\"items\":["u8);
        for (var i = 0; i < page.Objects.Count; i++)
        {
            if (i > 0) buffer.Write(","u8);
            buffer.Write(Shown(type, page.Objects[i].Json));
        }

        buffer.Write("]}"u8);
        return Reply.BytesAsync(request.Context, 200, buffer.WrittenMemory);
    }
}
