using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>
/// The paths of a kind. kubectl reads from them which kinds can be asked for a dry run and for validation of fields on the server.
/// </summary>
internal sealed class PathWriter(SchemaDialect dialect)
{
    private static readonly string[] PatchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

    private static readonly string[] WriteQuery = ["dryRun", "fieldManager", "fieldValidation", "pretty"];
    private static readonly string[] DeleteQuery = ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy", "pretty"];

    private static readonly string[] ListQuery =
    [
        "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "pretty", "resourceVersion", "resourceVersionMatch",
        "sendInitialEvents", "timeoutSeconds", "watch",
    ];

    /// <summary>Adds the paths of <paramref name="type"/>, whose definition is called <paramref name="definition"/>.</summary>
    public void Add(ResourceType type, string definition, JsonObject paths)
    {
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.ApiVersion}";
        var collection = type.Namespaced ? $"{root}/namespaces/{{namespace}}/{type.Plural}" : $"{root}/{type.Plural}";
        var list = definition + "List";
        if (type.Verbs.Contains("list") && type.Namespaced) paths[$"{root}/{type.Plural}"] = new JsonObject { ["get"] = Operation(type, "list", list, ListQuery) };
        var item = new JsonObject();
        if (type.Verbs.Contains("list")) item["get"] = Operation(type, "list", list, ListQuery);
        if (type.Verbs.Contains("create")) item["post"] = Operation(type, "post", definition, WriteQuery, definition);
        if (type.Verbs.Contains("deletecollection")) item["delete"] = Operation(type, "deletecollection", Status, DeleteQuery);
        paths[collection] = Placed(item, type.Namespaced ? ["namespace"] : []);
        string[] place = type.Namespaced ? ["name", "namespace"] : ["name"];
        if (type.Verbs.Contains("get")) paths[$"{collection}/{{name}}"] = Placed(Object(type, definition, true), place);
        if (type.HasStatus) paths[$"{collection}/{{name}}/status"] = Placed(Object(type, definition, false), place);
        foreach (var subresource in type.OtherSubresources)
        {
            var kind = type with { Kind = subresource.Kind, Group = subresource.Version.Length > 0 ? subresource.Group : type.Group };
            var action = subresource.Method == "GET" ? "connect" : "post";
            paths[$"{collection}/{{name}}/{subresource.Name}"] = Placed(
                new JsonObject { [subresource.Method == "GET" ? "get" : "post"] = Operation(kind, action, null, WriteQuery) }, place);
        }
    }

    private static string Status => TypeCatalog.Kubernetes.MetaType("Status").Name;

    private JsonObject Object(ResourceType type, string definition, bool withDelete)
    {
        var item = new JsonObject
        {
            ["get"] = Operation(type, "get", definition, ["pretty"]),
            ["put"] = Operation(type, "put", definition, WriteQuery, definition),
            ["patch"] = Operation(type, "patch", definition, [.. WriteQuery, "force"], TypeCatalog.PatchName),
        };
        if (withDelete) item["delete"] = Operation(type, "delete", Status, DeleteQuery);
        return item;
    }

    private JsonObject Operation(ResourceType type, string action, string? answer, string[] query, string? body = null)
    {
        var parameters = new JsonArray([.. query.Select(name => (JsonNode)Parameter(name, "query", TypeOf(name)))]);
        var types = action == "patch" ? PatchTypes.Where(t => !type.IsCustom || !t.Contains("strategic", StringComparison.Ordinal)).ToArray() : ["*/*"];
        var operation = new JsonObject { ["parameters"] = parameters };
        if (body is not null) AddBody(operation, parameters, body, types);
        operation["responses"] = new JsonObject { ["200"] = Answer(answer) };
        operation["x-kubernetes-action"] = action;
        operation["x-kubernetes-group-version-kind"] = TypeSchemas.Kind(type.Group, type.Version, type.Kind);
        return operation;
    }

    private void AddBody(JsonObject operation, JsonArray parameters, string body, string[] types)
    {
        if (dialect.IsV3)
        {
            var content = new JsonObject();
            foreach (var type in types) content[type] = new JsonObject { ["schema"] = TypeSchemas.Reference(body, dialect) };
            operation["requestBody"] = new JsonObject { ["content"] = content, ["required"] = true };
            return;
        }

        operation["consumes"] = new JsonArray([.. types.Select(t => (JsonNode)t)]);
        parameters.Insert(0, new JsonObject { ["name"] = "body", ["in"] = "body", ["required"] = true, ["schema"] = TypeSchemas.Reference(body, dialect) });
    }

    private JsonObject Answer(string? definition)
    {
        var answer = new JsonObject { ["description"] = "OK" };
        if (definition is null) return answer;
        var schema = TypeSchemas.Reference(definition, dialect);
        if (dialect.IsV3) answer["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } };
        else answer["schema"] = schema;
        return answer;
    }

    private JsonObject Placed(JsonObject item, string[] places)
    {
        if (places.Length > 0) item["parameters"] = new JsonArray([.. places.Select(p => (JsonNode)Parameter(p, "path", "string"))]);
        return item;
    }

    private JsonObject Parameter(string name, string place, string type)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (place == "path") parameter["required"] = true;
        else parameter["uniqueItems"] = true;
        if (!dialect.IsV3)
        {
            parameter["type"] = type;
            return parameter;
        }

        parameter.Remove("uniqueItems");
        parameter["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true };
        return parameter;
    }

    private static string TypeOf(string name) => name switch
    {
        "limit" or "timeoutSeconds" or "gracePeriodSeconds" => "integer",
        "watch" or "force" or "allowWatchBookmarks" or "sendInitialEvents" or "orphanDependents" => "boolean",
        _ => "string",
    };
}
