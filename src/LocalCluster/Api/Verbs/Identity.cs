using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>Makes sure that a body is of the kind, name and namespace that its URL says, and well typed.</summary>
internal static class Identity
{
    /// <summary>Checks a body in the requested version and turns it into the stored one.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="ns">The namespace on the URL.</param>
    /// <param name="name">The name on the URL, if it has one.</param>
    /// <param name="body">What was sent; it is changed.</param>
    /// <param name="options">How it is to be written; receives what is wrong with the body but may be overlooked.</param>
    public static JsonObject Admit(ResourceType type, string? ns, string? name, JsonObject body, WriteOptions options)
    {
        CheckKind(type, body);
        try
        {
            var unknown = new List<string>();
            type.Strategy.Decode(body, unknown);
            options.Faults.AddRange(unknown.Select(u => $"unknown field \"{u}\""));
        }
        catch (FormatException e)
        {
            throw Errors.Undecodable(type, body, e.Message, options.IsPatch && !options.IsApply);
        }

        CheckPlace(type, ns, name, body.Meta());
        return type.View?.ToStorage(body) ?? body;
    }

    private static void CheckKind(ResourceType type, JsonObject body)
    {
        var (version, kind) = (body["apiVersion"].Text(), body["kind"].Text());
        if (type.IsCustom && string.IsNullOrEmpty(kind)) throw Errors.BadRequest("Object 'Kind' is missing in the body");
        if (type.IsCustom && string.IsNullOrEmpty(version)) throw Errors.BadRequest("Object 'apiVersion' is missing in the body");
        if (!string.IsNullOrEmpty(version) && version != type.ApiVersion)
            throw Errors.BadRequest($"the API version in the data ({version}) does not match the expected API version ({type.ApiVersion})");
        if (!string.IsNullOrEmpty(kind) && kind != type.Kind)
            throw Errors.BadRequest($"the kind in the data ({kind}) does not match the expected kind ({type.Kind})");
        body["apiVersion"] = type.ApiVersion;
        body["kind"] = type.Kind;
    }

    private static void CheckPlace(ResourceType type, string? ns, string? name, JsonObject meta)
    {
        var (bodyName, bodyNamespace) = (meta["name"].Text(), meta["namespace"].Text());
        if (name is not null && !string.IsNullOrEmpty(bodyName) && bodyName != name)
            throw Errors.BadRequest($"the name of the object ({bodyName}) does not match the name on the URL ({name})");
        if (name is not null) meta["name"] = name;
        if (type.Namespaced && !string.IsNullOrEmpty(bodyNamespace) && bodyNamespace != ns)
            throw Errors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (type.Namespaced) meta["namespace"] = ns;
        else meta.Remove("namespace");
    }
}
