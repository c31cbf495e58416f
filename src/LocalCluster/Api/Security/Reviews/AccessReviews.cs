using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Security.Authorization;
using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Api.Security.Reviews;

/// <summary>Whether somebody may do something: <c>SubjectAccessReview</c> and its local and own forms (<c>kubectl auth can-i</c>).</summary>
internal sealed class AccessReviews(Authorizer authorizer)
{
    public async Task ReviewAsync(ApiRequest request)
    {
        var body = await ReviewBody.ReadAsync(request);
        CheckAttributes(request, body);
        await AnswerAsync(request, body, Subject(request, body));
    }

    public async Task ReviewLocalAsync(ApiRequest request)
    {
        var body = await ReviewBody.ReadAsync(request);
        if (body.Child("spec")?["nonResourceAttributes"] is not null)
            throw ReviewBody.Invalid(request, FieldError.Invalid("spec.nonResourceAttributes", body["spec"]!["nonResourceAttributes"], "disallowed on this kind of request"));
        CheckAttributes(request, body);
        var ns = body.TextAt("spec", "resourceAttributes", "namespace") ?? "";
        if (ns != request.Namespace)
            throw ReviewBody.Invalid(request, FieldError.Invalid("spec.resourceAttributes.namespace", ns, "must match metadata.namespace"));
        body.Meta()["namespace"] = ns;
        await AnswerAsync(request, body, Subject(request, body));
    }

    public async Task ReviewSelfAsync(ApiRequest request)
    {
        var body = await ReviewBody.ReadAsync(request);
        CheckAttributes(request, body);
        await AnswerAsync(request, body, request.User);
    }

    private Task AnswerAsync(ApiRequest request, JsonObject body, UserInfo user)
    {
        var decision = authorizer.Decide(Access(body, user));
        var status = new JsonObject { ["allowed"] = decision.IsAllowed };
        if (decision.Reason.Length > 0) status["reason"] = decision.Reason;
        return ReviewBody.AnswerAsync(request, body, status);
    }

    private static AccessRequest Access(JsonObject body, UserInfo user)
    {
        var spec = body.Child("spec");
        if (spec.Child("nonResourceAttributes") is { } path) return new AccessRequest(user, path["verb"].Text() ?? "") { Path = path["path"].Text() ?? "" };
        var kind = spec.Child("resourceAttributes");
        string Text(string name) => kind?[name].Text() ?? "";
        return new AccessRequest(user, Text("verb"))
        {
            Group = Text("group"), Version = Text("version"), Resource = Text("resource"), Subresource = Text("subresource"),
            Namespace = Text("namespace"), Name = Text("name"),
        };
    }

    private static UserInfo Subject(ApiRequest request, JsonObject body)
    {
        var spec = body.Child("spec");
        List<string> groups = [.. spec.Items("groups")?.Select(g => g.Text()).OfType<string>() ?? []];
        var name = spec?["user"].Text() ?? "";
        if (name.Length == 0 && groups.Count == 0)
            throw ReviewBody.Invalid(request, FieldError.Required("spec.user", "at least one of user or group must be specified"));
        return new UserInfo(name, spec?["uid"].Text() ?? "", groups);
    }

    private static void CheckAttributes(ApiRequest request, JsonObject body)
    {
        var spec = body.Child("spec");
        var (kind, path) = (spec.Child("resourceAttributes"), spec.Child("nonResourceAttributes"));
        if (kind is not null && path is not null)
        {
            throw ReviewBody.Invalid(
                request, FieldError.Invalid("spec.nonResourceAttributes", path.DeepClone(), "cannot be specified in combination with resourceAttributes"));
        }

        if (kind is null && path is null)
        {
            throw ReviewBody.Invalid(
                request, FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
    }
}
