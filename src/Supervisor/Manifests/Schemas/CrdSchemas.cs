using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Manifests.Schemas;

/// <summary>The custom resource definitions that this program carries: what <c>deploy/crds</c> held when it was built.</summary>
public static class CrdSchemas
{
    private const string Folder = "crds/";

    private static readonly Lazy<JsonObject> LoadedFilesystem = new(() => SchemaOf($"{Folder}lustrefilesystems.yaml"));

    /// <summary>The definitions as JSON, ready to be sent to a cluster.</summary>
    public static IReadOnlyList<JsonObject> Definitions() =>
    [
        .. typeof(CrdSchemas).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load),
    ];

    /// <summary>Schema of a LustreFilesystem.</summary>
    internal static JsonObject Filesystem => LoadedFilesystem.Value;

    private static JsonObject SchemaOf(string resource) =>
        Load(resource)["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();

    private static JsonObject Load(string resource)
    {
        using var stream = typeof(CrdSchemas).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return YamlComposer.Compose(reader.ReadToEnd(), (line, fault) => throw new YamlFaultException(line, fault)).Single().ToJson()!.AsObject();
    }
}
