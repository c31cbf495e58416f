using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>How a delete is to be done.</summary>
/// <param name="GraceSeconds">Asked for, or null for the kind's own.</param>
/// <param name="Uid">The object must have this UID.</param>
/// <param name="ResourceVersion">The object must have this resourceVersion.</param>
/// <param name="Policy">What becomes of dependants; null for the kind's own way, which is to delete them in the background.</param>
/// <param name="DryRun">Everything but the delete.</param>
internal sealed record DeleteOptions(
    long? GraceSeconds = null, string? Uid = null, string? ResourceVersion = null, string? Policy = null, bool DryRun = false)
{
    private static readonly string[] Policies = [Propagation.Orphan, Propagation.Background, Propagation.Foreground];

    /// <summary>Reads the body of a delete (<c>meta/v1 DeleteOptions</c>); what it does not say is taken from <paramref name="query"/>.</summary>
    public static DeleteOptions Read(JsonObject? body, DeleteOptions query)
    {
        if (body is null) return query;
        if (body["kind"].Text() is { Length: > 0 } kind && kind != "DeleteOptions")
            throw Errors.BadRequest($"the body of a delete must be DeleteOptions, not {kind}");
        return new DeleteOptions(
            body["gracePeriodSeconds"].Whole() ?? query.GraceSeconds,
            body.TextAt("preconditions", "uid") ?? query.Uid,
            body.TextAt("preconditions", "resourceVersion") ?? query.ResourceVersion,
            ReadPolicy(body["propagationPolicy"].Text(), body["orphanDependents"].Flag()) ?? query.Policy,
            query.DryRun || body.Items("dryRun") is { Count: > 0 });
    }

    /// <summary>Reads a propagation policy; <paramref name="orphan"/> is its older form.</summary>
    public static string? ReadPolicy(string? policy, bool? orphan)
    {
        if (string.IsNullOrEmpty(policy)) return orphan switch { true => Propagation.Orphan, false => Propagation.Background, null => null };
        if (orphan is not null)
            throw Invalid($"propagationPolicy: Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be both set");
        return Policies.Contains(policy)
            ? policy
            : throw Invalid($"propagationPolicy: Unsupported value: \"{policy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
    }

    private static StatusException Invalid(string why) => new(422, "Invalid", $"DeleteOptions.meta.k8s.io \"\" is invalid: {why}");
}
