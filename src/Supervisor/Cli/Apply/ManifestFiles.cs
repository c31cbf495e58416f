using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Reads the manifests that a command line names.</summary>
internal static class ManifestFiles
{
    /// <summary>Characters in one file; the API server's store takes no object over 1.5 MiB.</summary>
    private const int CharactersMax = 1024 * 1024;

    private const string StandardInput = "-";

    private static readonly ResourceKind[] Appliable = [ResourceKind.Filesystem, ResourceKind.Namespace];

    /// <summary>Reads all of them, and says everything that is wrong with any.</summary>
    /// <exception cref="UserErrorException">A file cannot be read.</exception>
    public static async Task<(IReadOnlyList<DeclaredObject> Declared, IReadOnlyList<ManifestFlaw> Flaws)> ReadAsync(
        CliContext context, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var declared = new List<DeclaredObject>();
        var flaws = new List<ManifestFlaw>();
        foreach (var file in files)
        {
            var text = await ReadTextAsync(context, file, cancellationToken);
            Parse(file == StandardInput ? "(standard input)" : file, text, declared, flaws);
        }

        flaws.AddRange(ManifestDuplicates.Find(declared));
        if (declared.Count == 0 && flaws.Count == 0)
            throw new UserErrorException($"nothing is declared in {string.Join(", ", files)}");
        return (declared, flaws);
    }

    private static async Task<string> ReadTextAsync(CliContext context, string file, CancellationToken cancellationToken)
    {
        try
        {
            using var opened = file == StandardInput ? null : File.OpenText(file);
            var reader = opened ?? context.In;
            var buffer = new char[CharactersMax + 1];
            var read = await reader.ReadBlockAsync(buffer, cancellationToken);
            return read <= CharactersMax
                ? new string(buffer, 0, read)
                : throw new UserErrorException($"{file} is larger than {CharactersMax} characters");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file} cannot be read: {fault.Message}", null, fault);
        }
    }

    private static void Parse(string file, string text, List<DeclaredObject> declared, List<ManifestFlaw> flaws)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            foreach (var document in stream.Documents)
            {
                var source = $"{file}:{document.RootNode.Start.Line}";
                switch (YamlToJson.Convert(document.RootNode))
                {
                    case null:
                        break;
                    case JsonObject content:
                        Declare(source, content, declared, flaws);
                        break;
                    default:
                        flaws.Add(new ManifestFlaw(source, "", "a manifest must be a mapping"));
                        break;
                }
            }
        }
        catch (YamlException malformed)
        {
            flaws.Add(new ManifestFlaw($"{file}:{malformed.Start.Line}", "", $"not valid YAML: {malformed.Message.ReplaceLineEndings(" ")}"));
        }
    }

    private static void Declare(string source, JsonObject content, List<DeclaredObject> declared, List<ManifestFlaw> flaws)
    {
        var (apiVersion, kindName) = (content.Text("apiVersion"), content.Text("kind"));
        var kind = Array.Find(Appliable, known => known.Kind == kindName && known.ApiVersion == apiVersion);
        if (kind is null)
        {
            var known = string.Join(" or ", Appliable.Select(each => $"{each.ApiVersion} {each.Kind}"));
            flaws.Add(new ManifestFlaw(source, "kind", $"\"{apiVersion} {kindName}\" cannot be applied; known are {known}"));
            return;
        }

        if (content.At("metadata") is not JsonObject metadata || metadata.Text("name").Length == 0)
        {
            flaws.Add(new ManifestFlaw(source, "metadata.name", "is missing"));
            return;
        }

        if (kind.Namespaced && metadata.Text("namespace").Length == 0)
            metadata["namespace"] = "default";
        declared.Add(new DeclaredObject(kind, content, source));
    }
}
