using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>Decides who may do what: the administrators' group everything, nodes what nodes need, everybody else what roles grant.</summary>
internal sealed class Authorizer(NodeAuthorizer nodes, RbacAuthorizer roles)
{
    public Decision Decide(AccessRequest request)
    {
        if (request.User.IsIn(UserInfo.Masters)) return Decision.Allow();
        var asNode = nodes.Decide(request);
        if (asNode.IsAllowed) return asNode;
        var byRole = roles.Decide(request);
        if (byRole.IsAllowed || asNode.Reason.Length == 0) return byRole;
        return Decision.Refuse(byRole.Reason.Length == 0 ? asNode.Reason : $"{asNode.Reason}\n{byRole.Reason}");
    }

    /// <exception cref="StatusException">403: it is not allowed.</exception>
    public void Check(AccessRequest request)
    {
        var decision = Decide(request);
        if (!decision.IsAllowed) throw Forbidden(request, decision.Reason);
    }

    /// <summary>The refusal, worded as <c>responsewriters.ForbiddenStatusError</c> words it.</summary>
    private static StatusException Forbidden(AccessRequest request, string reason)
    {
        var text = Sanitize(Message(request)) + (reason.Length == 0 ? "" : $": {reason}");
        if (!request.IsResource) return new StatusException(403, "Forbidden", $"forbidden: {text}", []);
        var resource = request.Group.Length == 0 ? request.Resource : $"{request.Resource}.{request.Group}";
        var details = new JsonObject();
        if (request.Name.Length > 0) details["name"] = request.Name;
        if (request.Group.Length > 0) details["group"] = request.Group;
        details["kind"] = request.Resource;
        var subject = request.Name.Length == 0 ? resource : $"{resource} \"{request.Name}\"";
        return new StatusException(403, "Forbidden", $"{subject} is forbidden: {text}", details);
    }

    private static string Message(AccessRequest request)
    {
        var user = $"User \"{request.User.Name}\" cannot {request.Verb}";
        if (!request.IsResource) return $"{user} path \"{request.Path}\"";
        var place = request.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{request.Namespace}\"";
        return $"{user} resource \"{request.FullResource}\" in API group \"{request.Group}\" {place}";
    }

    /// <summary>Nothing in an answer may look like HTML.</summary>
    private static string Sanitize(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
