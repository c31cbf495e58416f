using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>How a delete is to be done.</summary>
/// <param name="GraceSeconds">Asked for, or null for the kind's own.</param>
/// <param name="Uid">The object must have this UID.</param>
/// <param name="ResourceVersion">The object must have this resourceVersion.</param>
/// <param name="Orphan">Dependants lose the reference to their owner instead of being deleted. Foreground deletion is done as background deletion.</param>
/// <param name="DryRun">Everything but the delete.</param>
internal sealed record DeleteOptions(
    long? GraceSeconds = null, string? Uid = null, string? ResourceVersion = null, bool Orphan = false, bool DryRun = false)
{
    private static readonly string[] Policies = ["Orphan", "Background", "Foreground"];

    /// <summary>Reads the body of a delete (<c>meta/v1 DeleteOptions</c>); what it does not say is taken from <paramref name="query"/>.</summary>
    public static DeleteOptions Read(JsonObject? body, DeleteOptions query)
    {
        if (body is null) return query;
        if (body["kind"].Text() is { Length: > 0 } kind && kind != "DeleteOptions")
            throw Errors.BadRequest($"the body of a delete must be DeleteOptions, not {kind}");
        var policy = Policy(body["propagationPolicy"].Text());
        return new DeleteOptions(
            body["gracePeriodSeconds"].Whole() ?? query.GraceSeconds,
            body.TextAt("preconditions", "uid") ?? query.Uid,
            body.TextAt("preconditions", "resourceVersion") ?? query.ResourceVersion,
            policy is null ? query.Orphan || body["orphanDependents"].Flag() == true : policy == "Orphan",
            query.DryRun || body.Items("dryRun") is { Count: > 0 });
    }

    /// <summary>Checks a propagation policy.</summary>
    public static string? Policy(string? policy) => string.IsNullOrEmpty(policy) || Policies.Contains(policy)
        ? policy
        : throw new StatusException(422, "Invalid",
            $"DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"{policy}\": " +
            "supported values: \"Foreground\", \"Background\", \"Orphan\"");
}
