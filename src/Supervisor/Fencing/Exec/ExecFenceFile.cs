using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Manifests;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>Reads the file of <c>supervisor run --fence-exec FILE</c>, and looks at what it names before anything depends on it.</summary>
public static class ExecFenceFile
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The file, YAML or JSON.</param>
    /// <exception cref="UserErrorException">It cannot be read, or is wrong; every fault with file, line and field.</exception>
    public static ExecFenceSettings Read(string path)
    {
        var file = Path.GetFullPath(path);
        if (FileTrust.Complaint(file) is { } untrusted)
            throw new UserErrorException($"--fence-exec: {untrusted}");
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"--fence-exec: {e.Message}", null, e);
        }
    }

    /// <summary>Parses a text and looks at the script that it names.</summary>
    /// <exception cref="UserErrorException">It is wrong.</exception>
    internal static ExecFenceSettings Parse(string text, string file)
    {
        var faults = new List<ManifestFault>();
        ExecFenceSettings? settings = null;
        try
        {
            var documents = YamlComposer.Compose(text, (line, reason) => faults.Add(new ManifestFault(file, line, "", reason))).ToList();
            if (documents is [ManifestNode.Map map])
                settings = new ExecFenceReader(file, faults).Read(map);
            else
                faults.Add(new ManifestFault(file, 1, "", "must be one object with script, timeoutSeconds, options and nodes"));
        }
        catch (YamlFaultException e)
        {
            faults.Add(new ManifestFault(file, e.Line, "", e.Message));
        }

        return faults.Count == 0 && settings is not null
            ? settings
            : throw new UserErrorException("--fence-exec: " + string.Join('\n', faults.OrderBy(f => f.Line)));
    }
}
