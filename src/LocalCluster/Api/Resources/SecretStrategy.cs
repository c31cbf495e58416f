using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources.Kinds;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Secrets: <c>stringData</c> is a way to write <c>data</c>, never read back.</summary>
internal sealed class SecretStrategy : TypedStrategy<V1Secret>
{
    /// <summary>The keys that a secret of a type must have.</summary>
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
    };

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        body["type"] ??= "Opaque";
        if (body.Child("stringData") is { } plain)
        {
            var data = body.Ensure("data");
            foreach (var (name, value) in plain) data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        }

        body.Remove("stringData");
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var root = new Spot(body, "", errors);
        ConfigMapStrategy.CheckKeys(root["data"]);
        var size = (root["data"].Object ?? []).Sum(p => (long)(p.Value.Text()?.Length ?? 0) * 3 / 4);
        if (size > ConfigMapStrategy.BytesMax) errors.Add(FieldError.TooLong("data", ConfigMapStrategy.BytesMax));
        foreach (var key in Needed.GetValueOrDefault(root["type"].Text, []))
            if (root["data"].Object?.ContainsKey(key) != true) errors.Add(FieldError.Required($"data[{key}]"));
        const string Account = "kubernetes.io/service-account.name";
        if (root["type"].Text == "kubernetes.io/service-account-token" && !root["metadata"]["annotations"][Account].IsSet)
            errors.Add(FieldError.Required($"metadata.annotations[{Account}]"));
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        new Spot(body, "", errors)["type"].Immutable(old["type"]);
        ConfigMapStrategy.CheckImmutable(body, old, ["data"], errors);
    }
}
