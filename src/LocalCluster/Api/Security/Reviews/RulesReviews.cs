using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Security.Authorization;

namespace LustreSupervisor.LocalCluster.Api.Security.Reviews;

/// <summary>All that one may do in a namespace: <c>SelfSubjectRulesReview</c> (<c>kubectl auth can-i --list</c>).</summary>
internal sealed class RulesReviews(RoleBook book)
{
    public async Task ReviewAsync(ApiRequest request)
    {
        var body = await ReviewBody.ReadAsync(request);
        var ns = body.TextAt("spec", "namespace") ?? "";
        if (ns.Length == 0) throw Errors.BadRequest("no namespace on request");
        List<PolicyRule> rules = [.. book.GrantsOf(request.User, ns).SelectMany(g => g.Rules ?? [])];
        var isNode = request.User.Node is not null;
        var status = new JsonObject
        {
            ["resourceRules"] = List(rules.Where(r => r.Resources.Count > 0)),
            ["nonResourceRules"] = List(rules.Where(r => r.Paths.Count > 0)),
            ["incomplete"] = isNode,
        };
        if (isNode) status["evaluationError"] = "node authorizer does not support user rule resolution";
        await ReviewBody.AnswerAsync(request, body, status);
    }

    private static JsonArray List(IEnumerable<PolicyRule> rules) => new([.. rules.Select(r => (JsonNode)r.ToJson())]);
}
