using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Tables;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Makes the kinds that a valid CustomResourceDefinition defines.</summary>
internal static class DefinitionCompiler
{
    /// <summary>One type for each served version, the preferred one (as Kubernetes orders versions) first.</summary>
    public static IReadOnlyList<ResourceType> Compile(JsonObject definition)
    {
        var spec = definition.Child("spec") ?? [];
        var group = spec["group"].Text() ?? "";
        var versions = spec.Objects("versions").ToList();
        var storage = versions.FirstOrDefault(v => v["storage"].Flag() == true)?["name"].Text() ?? "";
        return
        [
            .. versions.Where(v => v["served"].Flag() == true)
                .OrderBy(v => v["name"].Text() ?? "", VersionOrder.PreferredFirst)
                .Select(v => Make(definition, spec, v, $"{group}/{storage}")),
        ];
    }

    private static ResourceType Make(JsonObject definition, JsonObject spec, JsonObject version, string storedVersion)
    {
        var names = spec.Child("names") ?? [];
        var group = spec["group"].Text() ?? "";
        var name = version["name"].Text() ?? "";
        var hasStatus = version.Child("subresources").Child("status") is not null;
        var document = version.Child("schema").Child("openAPIV3Schema") ?? [];
        var schema = SchemaCompiler.Compile(document, "", []);
        return new ResourceType
        {
            Group = group,
            Version = name,
            Plural = names["plural"].Text() ?? "",
            Singular = names["singular"].Text() ?? "",
            Kind = names["kind"].Text() ?? "",
            ListKind = names["listKind"].Text() ?? "",
            Namespaced = spec["scope"].Text() == "Namespaced",
            ShortNames = Texts(names, "shortNames"),
            Categories = Texts(names, "categories"),
            HasStatus = hasStatus,
            TracksGeneration = true,
            IsCustom = true,
            PrinterColumns = PrinterColumn.Read(version),
            SelectableFields = [.. version.Objects("selectableFields").Select(f => f["jsonPath"].Text()?.TrimStart('.')).OfType<string>()],
            IsTerminating = definition.IsDeleting(),
            Strategy = new CustomStrategy(schema, document, hasStatus),
            View = $"{group}/{name}" == storedVersion ? null : new VersionView($"{group}/{name}", storedVersion),
        };
    }

    private static List<string> Texts(JsonObject names, string name) => [.. names.Items(name)?.Select(n => n.Text()).OfType<string>() ?? []];
}
