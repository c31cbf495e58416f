using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>
/// What makes a schema structural: every place says its type once, outside of <c>anyOf</c> and the like, and lists of maps have keys
/// (<c>apiextensions-apiserver/pkg/apiserver/schema/validation.go</c>, <c>pkg/apis/apiextensions/validation</c>).
/// </summary>
internal static class StructuralRules
{
    private const string Preserve = "x-kubernetes-preserve-unknown-fields", Embedded = "x-kubernetes-embedded-resource", Either = "x-kubernetes-int-or-string",
        ListType = "x-kubernetes-list-type", MapKeys = "x-kubernetes-list-map-keys", MapType = "x-kubernetes-map-type";

    private static readonly string[] Junctors = ["allOf", "anyOf", "oneOf"];

    /// <summary>Fields that a part of a junctor may not have, and how they must be.</summary>
    private static readonly (string Name, string How)[] NotNested =
    [
        ("type", "empty"), ("additionalProperties", "undefined"), ("default", "undefined"), ("title", "empty"), ("description", "empty"),
        ("nullable", "false"), (Preserve, "false"), (Embedded, "false"), (Either, "false"), (MapKeys, "empty"), (ListType, "undefined"), (MapType, "undefined"),
    ];

    /// <summary>Checks the root of a schema.</summary>
    public static void Check(Spot root)
    {
        if (root["additionalProperties"].Node is not null) root["additionalProperties"].Forbidden("must not be used at the root");
        if (root["type"].IsSet && root["type"].Text != "object") root["type"].Invalid("must be object at the root");
        CheckMetadata(Property(root, "metadata"));
        CheckNode(root, "must not be empty at the root");
    }

    private static void CheckNode(Spot node, string whyTyped)
    {
        var isEmbedded = node[Embedded].Node.Flag() == true;
        var isLoose = node[Either].Node.Flag() == true || node[Preserve].Node.Flag() == true;
        if (isEmbedded && node["type"].Text != "object") node["type"].Required("must be object if x-kubernetes-embedded-resource is true");
        else if (!isLoose) node["type"].Required(whyTyped);
        if (node[Either].Node.Flag() == true && node[Preserve].Node.Flag() == true) node[Preserve].Invalid("must be false if x-kubernetes-int-or-string is true");
        if (node[Preserve].Node.Flag() == false) node[Preserve].Invalid("must be true or undefined");
        if (isEmbedded && node[Preserve].Node.Flag() != true && node["properties"].Object is not { Count: > 0 })
            node["properties"].Required("must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        if (node["type"].Text == "array" && node["items"].Node is null) node["items"].Required("must be specified");
        if (node["properties"].Node is not null && node["additionalProperties"].Node is not null)
            node["additionalProperties"].Forbidden("additionalProperties and properties are mutual exclusive");
        CheckList(node);
        foreach (var name in Names(node)) CheckNode(Property(node, name), "must not be empty for specified object fields");
        if (node["items"].Object is not null) CheckNode(node["items"], "must not be empty for specified array items");
        if (node["additionalProperties"].Object is not null) CheckNode(node["additionalProperties"], "must not be empty for specified object fields");
        foreach (var part in Parts(node, node[Either].Node.Flag() == true)) CheckNested(part);
    }

    private static void CheckList(Spot node)
    {
        var (type, keys) = (node[ListType], node.Each(MapKeys).ToList());
        if (type.IsSet && node["type"].Text != "array") node["type"].Invalid("must be array if x-kubernetes-list-type is specified");
        type.OneOf("atomic", "set", "map");
        if (keys.Count > 0 && type.Text != "map")
        {
            if (type.IsSet) type.Invalid("must be map if x-kubernetes-list-map-keys is non-empty");
            else type.Required("must be map if x-kubernetes-list-map-keys is non-empty");
        }

        if (type.Text != "map") return;
        if (keys.Count == 0) node[MapKeys].Required("must not be empty if x-kubernetes-list-type is map");
        if (node["items"]["type"].IsSet && node["items"]["type"].Text != "object")
            node["items"]["type"].Invalid("must be object if parent array's x-kubernetes-list-type is map");
        var properties = Names(node["items"]);
        if (keys.Any(k => !properties.Contains(k.Text))) node[MapKeys].Invalid("entries must all be names of item properties");
        if (keys.Select(k => k.Text).Distinct().Count() < keys.Count) node[MapKeys].Invalid("must not contain duplicate entries");
        var required = node["items"].Each("required").Select(r => r.Text).ToHashSet();
        foreach (var key in keys.Select(k => Property(node["items"], k.Text)).Where(k => k.Node is not null && k["default"].Node is null))
        {
            if (!required.Contains(key.Path[(key.Path.LastIndexOf('[') + 1)..^1]))
                key["default"].Required("this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        }
    }

    private static void CheckMetadata(Spot metadata)
    {
        if (metadata.Node is null) return;
        if (metadata["type"].Text != "object") metadata["type"].Invalid("must be object");
        var isNamed = Names(metadata).All(n => n is "name" or "generateName");
        if (!isNamed || metadata.Object!.Any(p => p.Key is not ("type" or "properties")))
            metadata.Forbidden("must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    /// <summary>Checks a part of a junctor, which may restrict values but say nothing new.</summary>
    private static void CheckNested(Spot part)
    {
        foreach (var (name, how) in NotNested)
            if (part[name] is { IsSet: true } given && given.Node.Flag() != false) given.Forbidden($"must be {how} to be structural");
        foreach (var name in Names(part))
        {
            if (name == "metadata") Property(part, name).Forbidden("must not be specified in a nested context");
            CheckNested(Property(part, name));
        }

        if (part["items"].Object is not null) CheckNested(part["items"]);
        foreach (var inner in Parts(part, false)) CheckNested(inner);
    }

    /// <summary>The parts of all junctors; those that say that a number or a text may be here are no parts.</summary>
    private static IEnumerable<Spot> Parts(Spot node, bool isEither)
    {
        foreach (var junctor in Junctors)
        {
            foreach (var part in node.Each(junctor))
            {
                var saysEither = isEither && (part["type"].Text is "integer" or "string" || part.Each("anyOf").Any(a => a["type"].IsSet));
                if (!saysEither) yield return part;
            }
        }

        if (node["not"].Object is not null) yield return node["not"];
    }

    private static List<string> Names(Spot node) => [.. node["properties"].Object?.Select(p => p.Key) ?? []];

    private static Spot Property(Spot node, string name) =>
        new(node["properties"].Object?[name], $"{node["properties"].Path}[{name}]", node.Errors);
}
