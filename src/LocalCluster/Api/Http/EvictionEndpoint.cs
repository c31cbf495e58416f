using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Disruption;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary><c>POST pods/NAME/eviction</c>, in <c>policy/v1</c> and in the <c>v1beta1</c> of older clients.</summary>
internal sealed class EvictionEndpoint(Eviction eviction)
{
    private static readonly string[] Versions = ["", "policy/v1", "policy/v1beta1"];

    public async Task EvictAsync(ApiRequest request)
    {
        var body = await RequestBody.ObjectAsync(request, []);
        if (!Versions.Contains(body["apiVersion"].Text() ?? "") || body["kind"].Text() is not (null or "" or "Eviction"))
            throw Errors.BadRequest($"the body of an eviction must be an Eviction of policy/v1, not {body["apiVersion"].Text()} {body["kind"].Text()}");
        if (!string.IsNullOrEmpty(body.Name()) && body.Name() != request.Name) throw Errors.BadRequest("name in URL does not match name in Eviction object");
        var options = DeleteOptions.Read(body.Child("deleteOptions"), QueryOptions.Delete(request));
        eviction.Evict(request.Namespace!, request.Name!, options);
        await Reply.JsonAsync(request.Context, 201, new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201,
        });
    }
}
