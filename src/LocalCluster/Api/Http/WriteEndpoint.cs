using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Create and replace.</summary>
internal sealed class WriteEndpoint(ObjectWriter writer, Binding binding)
{
    public async Task CreateAsync(ApiRequest request)
    {
        var options = QueryOptions.Write(request);
        var body = await RequestBody.ObjectAsync(request, options.Faults);
        await ReplyAsync(request, writer.Create(request.Type, request.Namespace, null, body, options));
    }

    public async Task ReplaceAsync(ApiRequest request)
    {
        var options = QueryOptions.Write(request);
        var body = await RequestBody.ObjectAsync(request, options.Faults);
        var result = writer.Update(request.Type, request.Namespace, request.Name!, _ => body.Copy(), options, request.Type.CreateOnUpdate);
        await ReplyAsync(request, result);
    }

    /// <summary><c>POST pods/NAME/binding</c>.</summary>
    public async Task BindAsync(ApiRequest request)
    {
        var body = await RequestBody.ObjectAsync(request, []);
        binding.Bind(request.Namespace!, request.Name!, body, QueryOptions.DryRun(request));
        await Reply.JsonAsync(request.Context, 201, Done());
    }

    /// <summary>Answers with the written object.</summary>
    public static Task ReplyAsync(ApiRequest request, WriteResult result)
    {
        Reply.Warn(request.Context, result.Warnings);
        return Reply.BytesAsync(request.Context, result.Created ? 201 : 200, ReadEndpoint.Shown(request.Type, result.Json));
    }

    private static JsonObject Done() => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201,
    };
}
