using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Delete of one object or of a selection.</summary>
internal sealed class DeleteEndpoint(ObjectStore store, Deletion deletion)
{
    public async Task DeleteAsync(ApiRequest request)
    {
        var options = DeleteOptions.Read(await RequestBody.OptionalAsync(request), QueryOptions.Delete(request));
        var result = deletion.Delete(request.Type, request.Namespace, request.Name!, options);
        if (result.IsGone && !request.Type.ReturnsDeleted)
            await Reply.JsonAsync(request.Context, 200, Errors.Success(request.Type, request.Name!, result.Uid));
        else await Reply.BytesAsync(request.Context, 200, ReadEndpoint.Shown(request.Type, result.Json));
    }

    public async Task DeleteSelectionAsync(ApiRequest request)
    {
        var scope = QueryOptions.Scope(request);
        var options = DeleteOptions.Read(await RequestBody.OptionalAsync(request), QueryOptions.Delete(request));
        var items = new JsonArray();
        foreach (var stored in store.List(request.Type.Storage, scope).Objects)
        {
            if (TryDelete(request, stored, options) is { } deleted)
                items.Add((JsonNode)JsonText.ParseOwn(ReadEndpoint.Shown(request.Type, deleted.Json)));
        }

        await Reply.JsonAsync(request.Context, 200, new JsonObject
        {
            ["kind"] = request.Type.ListKind,
            ["apiVersion"] = request.Type.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.Version.ToString(CultureInfo.InvariantCulture) },
            ["items"] = items,
        });
    }

    /// <summary>Deletes what was listed, not what bears its name meanwhile.</summary>
    private DeleteResult? TryDelete(ApiRequest request, StoredObject stored, DeleteOptions options)
    {
        try
        {
            return deletion.Delete(request.Type, stored.Key.Namespace, stored.Key.Name, options with { Uid = stored.Uid });
        }
        catch (StatusException e) when (e.Code == 404)
        {
            return null;
        }
    }
}
