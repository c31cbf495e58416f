using System.Collections.Immutable;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>Reads manifests (YAML or JSON, several documents a file) and tells everything that is wrong with them, with file and line.</summary>
public static class ManifestReader
{
    /// <summary>Reads one file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="fileName">Its name, for faults.</param>
    public static ManifestSet Read(string text, string fileName) => ReadAll([(text, fileName)]);

    /// <summary>Reads several files as one set: no two of their documents may declare the same thing.</summary>
    /// <param name="files">Text and name of each.</param>
    public static ManifestSet ReadAll(IEnumerable<(string Text, string FileName)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var documents = ImmutableArray.CreateBuilder<ManifestDocument>();
        var faults = ImmutableArray.CreateBuilder<ManifestFault>();
        var claims = new List<Claim>();
        foreach (var (text, name) in files)
            foreach (var (document, claim, found) in ReadFile(text, name))
            {
                faults.AddRange(found);
                if (document is not null)
                    documents.Add(document);
                if (claim is not null)
                    claims.Add(claim);
            }

        faults.AddRange(SetRules.Check(claims));
        return new ManifestSet(documents.ToImmutable(), faults.ToImmutable());
    }

    private static List<DocumentResult> ReadFile(string text, string name)
    {
        var results = new List<DocumentResult>();
        try
        {
            foreach (var node in YamlComposer.Compose(text, (line, fault) => results.Add(DocumentResult.Of(new ManifestFault(name, line, "", fault)))))
                results.Add(DocumentReader.Read(node, name));
        }
        catch (YamlFaultException e)
        {
            results.Add(DocumentResult.Of(new ManifestFault(name, e.Line, "", e.Message)));
        }

        if (results.Count == 0)
            results.Add(DocumentResult.Of(new ManifestFault(name, 1, "", "holds no document; declare a LustreFilesystem")));
        return results;
    }
}
