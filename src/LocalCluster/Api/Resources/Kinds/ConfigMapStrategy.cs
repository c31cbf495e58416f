using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>ConfigMaps; the rules for keys and immutability are those of Secrets too.</summary>
internal sealed partial class ConfigMapStrategy : TypedStrategy<V1ConfigMap>
{
    /// <summary>All values of one object together, bytes (<c>MaxSecretSize</c>).</summary>
    internal const int BytesMax = 1024 * 1024;

    private const int KeyLengthMax = 253;

    /// <summary>Checks the keys of a map of values.</summary>
    public static void CheckKeys(Spot data)
    {
        foreach (var (key, _) in data.Object ?? [])
        {
            if (!Key().IsMatch(key))
            {
                data.Errors.Add(FieldError.Invalid($"{data.Path}[{key}]", key,
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " +
                    "regex used for validation is '[-._a-zA-Z0-9]+')"));
            }
            else if (key.Length > KeyLengthMax)
            {
                data.Errors.Add(FieldError.Invalid($"{data.Path}[{key}]", key, $"must be no more than {KeyLengthMax} characters"));
            }
        }
    }

    /// <summary>Refuses changes of an object that was declared immutable.</summary>
    public static void CheckImmutable(JsonObject body, JsonObject old, string[] fields, ICollection<FieldError> errors)
    {
        if (old["immutable"].Flag() != true) return;
        if (body["immutable"].Flag() != true) errors.Add(FieldError.Forbidden("immutable", "field is immutable when `immutable` is set"));
        foreach (var field in fields)
            if (!JsonNode.DeepEquals(body[field], old[field])) errors.Add(FieldError.Forbidden(field, "field is immutable when `immutable` is set"));
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var root = new Spot(body, "", errors);
        CheckKeys(root["data"]);
        CheckKeys(root["binaryData"]);
        foreach (var (key, _) in root["binaryData"].Object ?? [])
            if (root["data"].Object?.ContainsKey(key) == true) errors.Add(FieldError.Invalid($"data[{key}]", key, "duplicate of key present in binaryData"));
        var size = (root["data"].Object ?? []).Concat(root["binaryData"].Object ?? []).Sum(p => (long)(p.Value.Text()?.Length ?? 0));
        if (size > BytesMax) errors.Add(FieldError.TooLong("", BytesMax));
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors) =>
        CheckImmutable(body, old, ["data", "binaryData"], errors);

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex Key();
}
