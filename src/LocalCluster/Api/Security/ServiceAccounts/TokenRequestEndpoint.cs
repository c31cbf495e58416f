using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary><c>POST serviceaccounts/NAME/token</c>: gives out a token (<c>authentication.k8s.io/v1 TokenRequest</c>).</summary>
internal sealed class TokenRequestEndpoint(ObjectStore store, ServiceAccountTokens tokens)
{
    /// <summary>Life of a token when none is asked for, seconds.</summary>
    private const long LifeSecondsDefault = 3600;

    /// <summary>Shortest life that may be asked for, seconds.</summary>
    private const long LifeSecondsMin = 600;

    /// <summary>Longest life that may be asked for, seconds.</summary>
    private const long LifeSecondsMax = 1L << 32;

    /// <summary>How refusals name the request.</summary>
    private static readonly ResourceType Reported = new()
    {
        Group = "authentication.k8s.io", Version = "v1", Plural = "tokenrequests", Kind = "TokenRequest", Namespaced = true,
    };

    public async Task CreateAsync(ApiRequest request)
    {
        var body = await RequestBody.ObjectAsync(request, []);
        if (body["kind"].Text() is { Length: > 0 } kind && kind != "TokenRequest")
            throw Errors.BadRequest($"the kind in the data ({kind}) does not match the expected kind (TokenRequest)");
        var (ns, name) = (request.Namespace!, request.Name!);
        var account = store.Find(ServedKinds.ServiceAccounts.Key(ns, name)) ?? throw Errors.NotFound(ServedKinds.ServiceAccounts, name);
        var spec = body.Ensure("spec");
        var seconds = spec["expirationSeconds"].Whole() ?? LifeSecondsDefault;
        CheckLife(name, seconds);
        var audiences = spec.Items("audiences")?.Select(a => a.Text()).OfType<string>().ToList() is { Count: > 0 } given ? given : [ServiceAccountTokens.Issuer];
        var binding = Bind(account, spec.Child("boundObjectRef"));
        if (request.User.Node is { } asking) CheckNode(asking, name, spec.TextAt("boundObjectRef", "uid"), binding);
        var node = binding is ("pod", var pod) && pod.Fields["spec.nodeName"] is { Length: > 0 } host ? store.Find(BuiltIns.Nodes.Key(null, host)) : null;
        var (token, expires) = tokens.Issue(account, TimeSpan.FromSeconds(seconds), audiences, binding, node);
        spec["audiences"] = new JsonArray([.. audiences.Select(a => (JsonNode)a)]);
        spec["expirationSeconds"] = seconds;
        (body["kind"], body["apiVersion"]) = ("TokenRequest", "authentication.k8s.io/v1");
        (body.Meta()["name"], body.Meta()["namespace"]) = (name, ns);
        body["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = Metadata.Stamp(expires) };
        await Reply.JsonAsync(request.Context, 201, body);
    }

    private static void CheckLife(string name, long seconds)
    {
        var why = seconds < LifeSecondsMin ? "may not specify a duration less than 10 minutes"
            : seconds > LifeSecondsMax ? "may not specify a duration larger than 2^32 seconds" : null;
        if (why is null) return;
        var error = FieldError.Invalid("spec.expirationSeconds", seconds, why);
        throw Errors.Invalid(Reported, name, [error]);
    }

    /// <summary>A node asks for its pods (admission plugin NodeRestriction): a token that nothing ends would outlive them all.</summary>
    private static void CheckNode(string node, string account, string? uid, (string Claim, StoredObject Object)? binding)
    {
        // As a guest's host, which shows by the object that names the account, it may ask for one that ends with the node.
        if (binding is ("node", var host) && host.Key.Name == node) return;
        var why = binding is not ("pod", var pod) ? "node requested token not bound to a pod"
            : string.IsNullOrEmpty(uid) ? "node requested token with a pod binding without a uid"
            : pod.Fields["spec.nodeName"] != node ? "node requested token bound to a pod scheduled on a different node" : null;
        if (why is not null) throw Errors.Forbidden(ServedKinds.ServiceAccounts, account, why);
    }

    private (string Claim, StoredObject Object)? Bind(StoredObject account, JsonObject? reference)
    {
        if (reference is null) return null;
        var (kind, name, uid) = (reference["kind"].Text() ?? "", reference["name"].Text() ?? "", reference["uid"].Text() ?? "");
        var type = kind switch
        {
            "Pod" => BuiltIns.Pods,
            "Secret" => BuiltIns.Secrets,
            "Node" => BuiltIns.Nodes,
            _ => throw Errors.BadRequest($"cannot bind token for serviceaccount to object of type {reference["apiVersion"].Text()}, Kind={kind}"),
        };
        var found = store.Find(type.Key(type.Namespaced ? account.Key.Namespace : null, name)) ?? throw Errors.NotFound(type, name);
        if (kind == "Pod" && found.Fields["spec.serviceAccountName"] is var used && (used.Length > 0 ? used : "default") != account.Key.Name)
            throw Errors.BadRequest($"cannot bind token for serviceaccount \"{account.Key.Name}\" to pod running with different serviceaccount name.");
        if (uid.Length > 0 && uid != found.Uid)
            throw Errors.Conflict(type, name, $"the UID in the bound object reference ({uid}) does not match the UID in record. " +
                "The object might have been deleted and then recreated");
        return (kind.ToLowerInvariant(), found);
    }
}
